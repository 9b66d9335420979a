// Sixteen floats at once for the row kernels of this folder. Functions that use them carry
// HELICASE_CLONES: they are compiled for several instruction sets and the one that the processor
// has is taken at load time; where registers are shorter the compiler splits the lanes. For .cpp
// files of this folder that are compiled with -ffp-contract=fast; no part of any interface.
#pragma once

#include "core/base/clones.h"

#include <cstdint>
#include <cstring>

namespace helicase {

inline constexpr int64_t lanes = 16;
using Floats = float __attribute__((vector_size(64)));
using Integers = int32_t __attribute__((vector_size(64)));
using Words = uint32_t __attribute__((vector_size(64)));

HELICASE_INLINE void load(Floats &into, const float *from)
{
    std::memcpy(&into, from, sizeof into);
}

HELICASE_INLINE void store(float *into, const Floats &from)
{
    std::memcpy(into, &from, sizeof from);
}

// The first `count` lanes; the others are 0.
HELICASE_INLINE void loadFirst(Floats &into, const float *from, int64_t count)
{
    into = Floats{};
    std::memcpy(&into, from, static_cast<size_t>(count) * sizeof(float));
}

HELICASE_INLINE void storeFirst(float *into, const Floats &from, int64_t count)
{
    std::memcpy(into, &from, static_cast<size_t>(count) * sizeof(float));
}

// By halves: the additions of a level do not wait for one another.
HELICASE_INLINE float sumOf(const Floats &values)
{
    using Eight = float __attribute__((vector_size(32)));
    using Four = float __attribute__((vector_size(16)));
    Eight eights[2];
    std::memcpy(eights, &values, sizeof eights);
    const Eight eight = eights[0] + eights[1];
    Four fours[2];
    std::memcpy(fours, &eight, sizeof fours);
    const Four four = fours[0] + fours[1];
    return (four[0] + four[1]) + (four[2] + four[3]);
}

// x becomes e^x for x <= 0, to about 1 ulp; 0 below -87. Cody-Waite reduction by ln 2, then a
// polynomial of degree 6 on [-ln2/2, ln2/2].
HELICASE_INLINE void exponential(Floats &x)
{
    const Floats clamped = x < -87.0f ? Floats{} - 87.0f : x;
    constexpr float shifter = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    const Floats shifted = clamped * 1.44269504f + shifter;
    const Floats power = shifted - shifter;
    const Floats r = (clamped - power * 0.693359375f) + power * 2.12194440e-4f;
    Floats p = r * 1.38888889e-3f + 8.33333333e-3f;
    p = p * r + 4.16666667e-2f;
    p = p * r + 1.66666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    Integers bits;
    std::memcpy(&bits, &shifted, sizeof bits);
    const Integers exponent = (bits + 127)
                              << 23; // the low bits of the shifted value hold the integer
    Floats factor;
    std::memcpy(&factor, &exponent, sizeof factor);
    x = x < -87.0f ? Floats{} : p * factor;
}

} // namespace helicase
