// Powers of positive floats with about five digits, enough for the forces of a layout, at a tenth
// of the cost of std::pow. Thread-safe.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace helicase {

// x is positive and normal.
inline float fastLog2(float x)
{
    const auto bits = std::bit_cast<uint32_t>(x);
    const float exponent = static_cast<float>(static_cast<int32_t>(bits >> 23) - 127);
    const float mantissa = std::bit_cast<float>((bits & 0x007fffffu) | 0x3f800000u); // 1 to 2
    // log2(m) = 2 / ln 2 * atanh(t) with t = (m - r) / (m + r), about r = sqrt(2) where the series
    // is shortest.
    const float t = (mantissa - 1.41421356f) / (mantissa + 1.41421356f);
    const float s = t * t;
    return exponent + 0.5f +
           t * (2.88539008f + s * (0.961796694f + s * (0.577078016f + s * 0.412198583f)));
}

// 2 to the y, y between -126 and 126.
inline float fastExp2(float y)
{
    y = std::clamp(y, -126.0f, 126.0f);
    const auto whole = static_cast<int32_t>(y + 256.5f) - 256; // nearest
    const float f = (y - static_cast<float>(whole)) * 0.693147181f;
    const float series =
        1 + f * (1 + f * (0.5f + f * (0.166666667f + f * (0.0416666667f + f * 0.00833333333f))));
    return series * std::bit_cast<float>(static_cast<uint32_t>(whole + 127) << 23);
}

inline float fastPower(float base, float exponent)
{
    return fastExp2(exponent * fastLog2(base));
}

} // namespace helicase
