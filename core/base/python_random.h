// The random numbers of Python's random.seed(n), from which published scripts draw their splits: a
// Mersenne Twister 19937 seeded by a key (Matsumoto and Nishimura 2002, init_by_array). Source:
// CPython, Modules/_randommodule.c and Lib/random.py (since 3.2). One thread at a time.
#pragma once

#include <bit>
#include <cstdint>
#include <random>
#include <span>
#include <utility>

namespace helicase {

class PythonRandom {
public:
    explicit PythonRandom(uint32_t seed);

    // Uniform in [0, bound), as randrange(bound). 0 < bound < 2^32.
    uint64_t below(uint64_t bound)
    {
        const int unused = 32 - std::bit_width(bound);
        for (;;)
            if (const uint64_t number = engine_() >> unused; number < bound)
                return number;
    }

    // As random.shuffle.
    template <typename T>
    void shuffle(std::span<T> items)
    {
        for (size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::mt19937 engine_;
};

} // namespace helicase
