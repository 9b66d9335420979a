#include "core/base/utf8.h"

#include <array>

namespace helicase {

namespace {

struct LeadByte {
    unsigned char first;
    unsigned char last;
    size_t length;            // of the character
    unsigned char lowestNext; // what may follow at once
    unsigned char highestNext;
};

// Unicode 15, table 3-7.
constexpr std::array<LeadByte, 9> leadBytes{{{0x00, 0x7F, 1, 0, 0},
                                             {0xC2, 0xDF, 2, 0x80, 0xBF},
                                             {0xE0, 0xE0, 3, 0xA0, 0xBF},
                                             {0xE1, 0xEC, 3, 0x80, 0xBF},
                                             {0xED, 0xED, 3, 0x80, 0x9F},
                                             {0xEE, 0xEF, 3, 0x80, 0xBF},
                                             {0xF0, 0xF0, 4, 0x90, 0xBF},
                                             {0xF1, 0xF3, 4, 0x80, 0xBF},
                                             {0xF4, 0xF4, 4, 0x80, 0x8F}}};

bool isBetween(char byte, unsigned char lowest, unsigned char highest)
{
    const auto value = static_cast<unsigned char>(byte);
    return lowest <= value && value <= highest;
}

// Length of the valid character that the text begins with, or 0.
size_t characterLength(std::string_view text)
{
    for (const LeadByte &lead : leadBytes) {
        if (!isBetween(text.front(), lead.first, lead.last))
            continue;
        if (lead.length > text.size())
            return 0;
        for (size_t i = 1; i < lead.length; ++i)
            if (!isBetween(text[i], i == 1 ? lead.lowestNext : 0x80,
                           i == 1 ? lead.highestNext : 0xBF))
                return 0;
        return lead.length;
    }
    return 0;
}

} // namespace

size_t validUtf8Bytes(std::string_view text)
{
    size_t valid = 0;
    while (valid < text.size()) {
        const size_t length = characterLength(text.substr(valid));
        if (length == 0)
            break;
        valid += length;
    }
    return valid;
}

} // namespace helicase
