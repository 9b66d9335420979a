#include "core/base/random_stream.h"

#include "core/base/error.h"

#include <bit>
#include <cmath>
#include <sstream>

namespace helicase {

namespace {

uint64_t splitmix(uint64_t &state)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// FNV-1a, 64 bits.
uint64_t hashOf(std::string_view name)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return hash;
}

} // namespace

RandomStream::RandomStream(uint64_t seed, std::string_view name)
{
    uint64_t mixer = seed ^ hashOf(name);
    for (uint64_t &word : state_)
        word = splitmix(mixer);
}

RandomStream RandomStream::fromState(std::string_view state)
{
    RandomStream stream;
    std::istringstream text{std::string(state)};
    for (uint64_t &word : stream.state_)
        text >> std::hex >> word;
    if (!text)
        throw Error("saved state of a random stream is malformed");
    return stream;
}

std::string RandomStream::state() const
{
    std::ostringstream text;
    for (const uint64_t word : state_)
        text << std::hex << word << ' ';
    return text.str();
}

uint64_t RandomStream::next()
{
    const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

double RandomStream::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

uint64_t RandomStream::below(uint64_t bound)
{
    // Values below 2^64 mod bound would make the small results more likely.
    const uint64_t rejected = -bound % bound;
    uint64_t value = next();
    while (value < rejected)
        value = next();
    return value % bound;
}

double RandomStream::normal()
{
    for (;;) {
        const double u = 2 * uniform() - 1;
        const double v = 2 * uniform() - 1;
        const double s = u * u + v * v;
        if (s > 0 && s < 1)
            return u * std::sqrt(-2 * std::log(s) / s);
    }
}

} // namespace helicase
