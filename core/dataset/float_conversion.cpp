#include "core/dataset/float_conversion.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

namespace helicase {

namespace {

// The upper half of a float.
class Brain {
public:
    Brain() = default;
    explicit Brain(float value)
    {
        auto bits = std::bit_cast<uint32_t>(value);
        if (!std::isnan(value))
            bits += 0x7FFF + (bits >> 16 & 1);
        bits_ = static_cast<uint16_t>(bits >> 16);
        if (std::isnan(value))
            bits_ |= 0x40; // stays no number whatever its lower half held
    }
    explicit operator float() const { return std::bit_cast<float>(uint32_t{bits_} << 16); }

private:
    uint16_t bits_ = 0;
};

// IEEE 754 binary16.
class Half {
public:
    Half() = default;
    explicit Half(float value)
    {
        const auto bits = std::bit_cast<uint32_t>(value);
        const auto sign = static_cast<uint16_t>(bits >> 16 & 0x8000);
        bits_ = static_cast<uint16_t>(sign | magnitude(bits & 0x7FFFFFFF));
    }
    explicit operator float() const
    {
        const uint32_t sign = (bits_ & 0x8000u) << 16;
        const uint32_t exponent = bits_ >> 10 & 0x1F;
        const uint32_t mantissa = bits_ & 0x3FF;
        if (exponent == 0)
            return std::copysign(static_cast<float>(mantissa) * smallest, sign ? -1.0f : 1.0f);
        const uint32_t wideExponent = exponent == 0x1F ? 0xFF : exponent + exponentShift;
        return std::bit_cast<float>(sign | wideExponent << 23 | mantissa << 13);
    }

private:
    static constexpr float smallest = 0x1p-24f;
    static constexpr uint32_t exponentShift = 127 - 15;

    static uint32_t magnitude(uint32_t bits)
    {
        constexpr uint32_t infinite = 0x7C00;
        const auto value = std::bit_cast<float>(bits);
        if (std::isnan(value))
            return infinite | 0x200 | (bits >> 13 & 0x3FF);
        if (value >= 65'520.0f)
            return infinite;
        if (value < 0x1p-14f) // steps of equal size, and a division by them is exact
            return static_cast<uint32_t>(std::nearbyint(value / smallest));
        return (bits - (exponentShift << 23) + 0xFFF + (bits >> 13 & 1)) >> 13;
    }

    uint16_t bits_ = 0;
};

// Rounded to odd: a second rounding then ends where a single one would have.
float toOdd(double value)
{
    const auto near = static_cast<float>(value);
    const bool isEven = (std::bit_cast<uint32_t>(near) & 1) == 0;
    if (!std::isfinite(near) || static_cast<double>(near) == value || !isEven)
        return near;
    return std::nextafter(near, static_cast<double>(near) < value ? INFINITY : -INFINITY);
}

template <typename To>
To rounded(double value)
{
    if constexpr (sizeof(To) < sizeof(float))
        return To(toOdd(value));
    else
        return static_cast<To>(value);
}

// The type of the language that holds a number exactly.
template <typename Number>
using Wide = std::conditional_t<sizeof(Number) < sizeof(float), float, Number>;

template <typename From, typename To>
ConvertedNumbers convert(std::span<const std::byte> bytes)
{
    const size_t count = bytes.size() / sizeof(From);
    ConvertedNumbers result{.bytes = std::vector<std::byte>(count * sizeof(To))};
    for (size_t i = 0; i < count; ++i) {
        From from{};
        std::memcpy(&from, bytes.data() + i * sizeof from, sizeof from);
        const auto value = static_cast<double>(static_cast<Wide<From>>(from));
        const To to = rounded<To>(value);
        result.overflowed += std::isfinite(value) && !std::isfinite(static_cast<Wide<To>>(to));
        std::memcpy(result.bytes.data() + i * sizeof to, &to, sizeof to);
    }
    return result;
}

template <typename From>
ConvertedNumbers convertFrom(std::span<const std::byte> bytes, std::string_view type)
{
    if (type == "F64")
        return convert<From, double>(bytes);
    if (type == "F16")
        return convert<From, Half>(bytes);
    return type == "BF16" ? convert<From, Brain>(bytes) : convert<From, float>(bytes);
}

} // namespace

bool isFloatingType(std::string_view type)
{
    return type == "F64" || type == "F32" || type == "F16" || type == "BF16";
}

ConvertedNumbers convertNumbers(const TensorView &tensor, std::string_view type)
{
    if (tensor.type == "F64")
        return convertFrom<double>(tensor.bytes, type);
    if (tensor.type == "F16")
        return convertFrom<Half>(tensor.bytes, type);
    return tensor.type == "BF16" ? convertFrom<Brain>(tensor.bytes, type)
                                 : convertFrom<float>(tensor.bytes, type);
}

} // namespace helicase
