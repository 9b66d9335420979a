#include "core/sequence/alphabet.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace helicase {

namespace {

constexpr std::string_view codes = "ACGTURYSWKMBDHVN";
constexpr std::string_view complements = "TGCAAYRSWMKVHDBN";

constexpr char lower(char letter)
{
    return static_cast<char>(letter + ('a' - 'A'));
}

// Complement of every byte; 0 for one that is no code.
constexpr std::array<char, 256> makeComplements()
{
    std::array<char, 256> table{};
    for (size_t i = 0; i < codes.size(); ++i) {
        table[static_cast<unsigned char>(codes[i])] = complements[i];
        table[static_cast<unsigned char>(lower(codes[i]))] = lower(complements[i]);
    }
    table[static_cast<unsigned char>('-')] = '-';
    table[static_cast<unsigned char>('.')] = '.';
    return table;
}

constexpr std::array<char, 256> complementOf = makeComplements();

} // namespace

bool isNucleotideCode(char letter)
{
    return complementOf[static_cast<unsigned char>(letter)] != 0;
}

std::string reverseComplement(std::string_view bases)
{
    std::string result(bases.rbegin(), bases.rend());
    for (char &letter : result) {
        if (const char complement = complementOf[static_cast<unsigned char>(letter)])
            letter = complement;
    }
    return result;
}

double gcShare(std::string_view bases)
{
    int64_t strong = 0;
    int64_t weak = 0;
    for (const char letter : bases) {
        switch (letter) {
        case 'G':
        case 'C':
        case 'g':
        case 'c':
            ++strong;
            break;
        case 'A':
        case 'T':
        case 'U':
        case 'a':
        case 't':
        case 'u':
            ++weak;
            break;
        default:
            break;
        }
    }
    return static_cast<double>(strong) / static_cast<double>(std::max<int64_t>(strong + weak, 1));
}

} // namespace helicase
