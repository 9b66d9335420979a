// Sixteen bfloat16 numbers at once, as 32-bit floats: the upper half of a float. Rounds to the
// nearest, ties to even; NaN stays NaN. For the row kernels of this folder (lanes.h).
#pragma once

#include "core/neural/tensor/half.h"
#include "core/neural/tensor/lanes.h"

namespace helicase {

using HalfBits = uint16_t __attribute__((vector_size(32)));

HELICASE_INLINE void load(Floats &into, const Half *from)
{
    HalfBits bits;
    std::memcpy(&bits, from, sizeof bits);
    const Words wide = __builtin_convertvector(bits, Words) << 16;
    std::memcpy(&into, &wide, sizeof into);
}

HELICASE_INLINE void roundToHalf(HalfBits &into, const Floats &from)
{
    Words bits;
    std::memcpy(&bits, &from, sizeof bits);
    const Words rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    const Words kept = (bits >> 16) | 0x40u; // a NaN must not become an infinity
    into = __builtin_convertvector((bits & 0x7FFFFFFFu) > 0x7F800000u ? kept : rounded, HalfBits);
}

HELICASE_INLINE void store(Half *into, const Floats &from)
{
    HalfBits bits;
    roundToHalf(bits, from);
    std::memcpy(into, &bits, sizeof bits);
}

HELICASE_INLINE void loadFirst(Floats &into, const Half *from, int64_t count)
{
    Half padded[lanes] = {};
    std::memcpy(padded, from, static_cast<size_t>(count) * sizeof(Half));
    load(into, padded);
}

HELICASE_INLINE void storeFirst(Half *into, const Floats &from, int64_t count)
{
    Half padded[lanes];
    store(padded, from);
    std::memcpy(into, padded, static_cast<size_t>(count) * sizeof(Half));
}

} // namespace helicase
