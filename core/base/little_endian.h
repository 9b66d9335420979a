// Whole numbers as bytes of a file format, the lowest byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace helicase {

inline std::string littleEndian(uint64_t value, size_t bytes)
{
    std::string text;
    for (size_t i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> 8 * i & 0xFF);
    return text;
}

} // namespace helicase
