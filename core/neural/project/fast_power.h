// Powers of eight positive floats at once, with about five digits: enough for the forces of a
// layout. Functions that use them carry HELICASE_CLONES. For .cpp files that are compiled with
// -Wno-psabi; no part of any interface.
#pragma once

#include "core/base/clones.h"

#include <cstdint>
#include <cstring>

namespace helicase {

using EightFloats = float __attribute__((vector_size(32)));
using EightIntegers = int32_t __attribute__((vector_size(32)));

// x becomes its logarithm to base 2; positive and normal.
HELICASE_INLINE void fastLog2(EightFloats &x)
{
    EightIntegers bits;
    std::memcpy(&bits, &x, sizeof bits);
    const EightFloats exponent =
        __builtin_convertvector((bits >> 23) - 127, EightFloats); // the sign bit is 0
    const EightIntegers mantissaBits = (bits & 0x007fffff) | 0x3f800000;
    EightFloats mantissa; // 1 to 2
    std::memcpy(&mantissa, &mantissaBits, sizeof mantissa);
    // log2(m) = 1/2 + 2 / ln 2 * atanh(t) with t = (m - r) / (m + r), about r = sqrt(2) where the
    // series is shortest.
    const EightFloats t = (mantissa - 1.41421356f) / (mantissa + 1.41421356f);
    const EightFloats s = t * t;
    x = exponent + 0.5f +
        t * (2.88539008f + s * (0.961796694f + s * (0.577078016f + s * 0.412198583f)));
}

// y becomes 2 to the y.
HELICASE_INLINE void fastExp2(EightFloats &y)
{
    y = y < -126.0f ? EightFloats{} - 126.0f : y;
    y = y > 126.0f ? EightFloats{} + 126.0f : y;
    constexpr float shifter = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    const EightFloats shifted = y + shifter;
    const EightFloats f = (y - (shifted - shifter)) * 0.693147181f;
    const EightFloats series =
        1 + f * (1 + f * (0.5f + f * (0.166666667f + f * (0.0416666667f + f * 0.00833333333f))));
    EightIntegers bits;
    std::memcpy(&bits, &shifted, sizeof bits);
    const EightIntegers exponent = (bits + 127) << 23; // the low bits hold the integer
    EightFloats factor;
    std::memcpy(&factor, &exponent, sizeof factor);
    y = series * factor;
}

HELICASE_INLINE void fastPower(EightFloats &base, float exponent)
{
    fastLog2(base);
    base *= exponent;
    fastExp2(base);
}

} // namespace helicase
