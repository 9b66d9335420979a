// Looks through a text many bytes at a time.
#pragma once

#include "core/base/clones.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace helicase {

// GCC's vectors: operators work on every byte, comparisons give 0 or 255.
constexpr size_t byteVectorWidth = 64;
using ByteVector = uint8_t __attribute__((vector_size(byteVectorWidth)));

// How many bytes at the beginning stand in whole vectors that hold none of the kind asked for; the
// caller looks through the rest. find(bytes, found) sets the bytes of found that are of the kind.
// To be called in functions with HELICASE_CLONES.
template <typename Find>
HELICASE_INLINE size_t bytesInVectorsWithout(std::string_view text, const Find &find)
{
    size_t done = 0;
    for (; done + byteVectorWidth <= text.size(); done += byteVectorWidth) {
        ByteVector bytes;
        std::memcpy(&bytes, text.data() + done, byteVectorWidth);
        ByteVector found;
        find(bytes, found);
        uint64_t parts[byteVectorWidth / 8];
        std::memcpy(parts, &found, byteVectorWidth);
        uint64_t any = 0;
        for (const uint64_t part : parts)
            any |= part;
        if (any != 0)
            break;
    }
    return done;
}

} // namespace helicase
