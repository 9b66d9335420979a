#include "core/dataset/float_conversion.h"

#include <bit>
#include <cmath>
#include <cstring>

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
    if constexpr (std::is_same_v<To, Brain>)
        return Brain(toOdd(value));
    else
        return static_cast<To>(value);
}

template <typename Number>
double wide(Number number)
{
    if constexpr (std::is_same_v<Number, Brain>)
        return static_cast<double>(static_cast<float>(number));
    else
        return static_cast<double>(number);
}

template <typename From, typename To>
ConvertedNumbers convert(std::span<const std::byte> bytes)
{
    const size_t count = bytes.size() / sizeof(From);
    ConvertedNumbers result{.bytes = std::vector<std::byte>(count * sizeof(To))};
    for (size_t i = 0; i < count; ++i) {
        From from{};
        std::memcpy(&from, bytes.data() + i * sizeof from, sizeof from);
        const To to = rounded<To>(wide(from));
        result.overflowed += std::isfinite(wide(from)) && !std::isfinite(wide(to));
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
        return convert<From, _Float16>(bytes);
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
        return convertFrom<_Float16>(tensor.bytes, type);
    return tensor.type == "BF16" ? convertFrom<Brain>(tensor.bytes, type)
                                 : convertFrom<float>(tensor.bytes, type);
}

} // namespace helicase
