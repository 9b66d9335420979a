// The number of a base in the order A, C, G, T.
#pragma once

#include <cstdint>

namespace helicase {

// Either case; -1 for every other letter.
constexpr int8_t baseIndex(char letter)
{
    switch (letter) {
    case 'A':
    case 'a':
        return 0;
    case 'C':
    case 'c':
        return 1;
    case 'G':
    case 'g':
        return 2;
    case 'T':
    case 't':
        return 3;
    default:
        return -1;
    }
}

} // namespace helicase
