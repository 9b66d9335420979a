#include "core/run/crc32c.h"

#include <array>

namespace helicase {

namespace {

constexpr uint32_t reflectedPolynomial = 0x82F63B78;

// What each value of a byte adds to the remainder.
constexpr std::array<uint32_t, 256> makeRemainders()
{
    std::array<uint32_t, 256> remainders{};
    for (uint32_t byte = 0; byte < 256; ++byte) {
        uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit)
            remainder = remainder >> 1 ^ (remainder & 1 ? reflectedPolynomial : 0);
        remainders[byte] = remainder;
    }
    return remainders;
}

constexpr std::array<uint32_t, 256> remainders = makeRemainders();

} // namespace

uint32_t crc32c(std::string_view bytes)
{
    uint32_t remainder = 0xFFFFFFFF;
    for (const char byte : bytes)
        remainder = remainder >> 8 ^ remainders[(remainder ^ static_cast<uint8_t>(byte)) & 0xFF];
    return ~remainder;
}

} // namespace helicase
