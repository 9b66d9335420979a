// Named streams of random numbers. Every stochastic step draws from a stream of its own, derived from
// the run's seed and the stream's name, so that adding a draw in one place moves nothing elsewhere.
// The generator is xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
// ACM TOMS 2021), seeded by splitmix64. Results are the same on every platform.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace helicase {

class RandomStream {
public:
    RandomStream(uint64_t seed, std::string_view name);
    // Continues a stream from a saved state. Throws Error when the text is not one.
    static RandomStream fromState(std::string_view state);
    std::string state() const;

    uint64_t next();
    // Uniform in [0, 1) with 53 bits.
    double uniform();
    // Uniform integer in [0, bound), without bias; bound > 0.
    uint64_t below(uint64_t bound);
    // Standard normal (polar method, one value per call).
    double normal();

    template <typename T>
    void shuffle(std::span<T> items)
    {
        for (size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    RandomStream() = default;
    std::array<uint64_t, 4> state_{};
};

} // namespace helicase
