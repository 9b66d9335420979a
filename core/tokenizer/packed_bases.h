// A run of A, C, G and T with two bits per base, so that several bases are one number.
#pragma once

#include "core/tokenizer/scratch_array.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace helicase {

inline bool isBase(char letter)
{
    return letter == 'A' || letter == 'C' || letter == 'G' || letter == 'T';
}

// How many letters at the beginning are bases.
size_t leadingBases(std::string_view text);

class PackedBases {
public:
    // How many bases one number holds at least.
    static constexpr size_t atOnce = 29;

    explicit PackedBases(size_t longestRun);
    // Takes the bases at the beginning of a text and returns their number.
    size_t assign(std::string_view text);

    // The codes of the bases from a place on, two bits each, the first one lowest. Behind the last
    // base they mean nothing.
    uint64_t from(size_t place) const
    {
        uint64_t codes = 0;
        std::memcpy(&codes, bytes_.data() + place / 4, sizeof codes);
        return codes >> place % 4 * 2;
    }

    static unsigned codeOf(char base) { return static_cast<unsigned>(base) >> 1 & 3; }

private:
    ScratchArray<uint8_t, 1024> bytes_;
};

} // namespace helicase
