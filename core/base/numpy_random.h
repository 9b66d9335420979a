// The random numbers of NumPy's RandomState(seed), which published evaluations of embeddings draw
// their permutations and starts from. Source: numpy.random.RandomState ("legacy" generator), a
// Mersenne Twister 19937 seeded by one number of 32 bits (Matsumoto and Nishimura 1998). One thread
// at a time.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace helicase {

class NumpyRandom {
public:
    explicit NumpyRandom(uint32_t seed) : engine_(seed) {}

    // Uniform in [0, 1) with 53 bits: random_sample().
    double uniform();
    // 0 to count - 1 in random order: permutation(count).
    std::vector<int64_t> permutation(int64_t count);
    // `count` different numbers below `bound`, all equally likely, drawn as
    // choice(bound, count, replace=False, p=weights) does with equal weights in 32 bits.
    // count <= bound.
    std::vector<int64_t> choose(int64_t count, int64_t bound);

private:
    // Uniform in [0, most].
    uint64_t upTo(uint64_t most);

    std::mt19937 engine_;
};

} // namespace helicase
