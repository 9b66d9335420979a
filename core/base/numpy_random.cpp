#include "core/base/numpy_random.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

namespace helicase {

double NumpyRandom::uniform()
{
    const auto high = static_cast<double>(engine_() >> 5); // 27 bits
    const auto low = static_cast<double>(engine_() >> 6);  // 26 bits
    return (high * 0x1p26 + low) / 0x1p53;
}

uint64_t NumpyRandom::upTo(uint64_t most)
{
    const uint64_t mask = std::bit_ceil(most + 1) - 1;
    const bool isWide = most > std::numeric_limits<uint32_t>::max();
    for (;;) {
        uint64_t value = engine_();
        if (isWide)
            value = value << 32 | engine_();
        if ((value & mask) <= most)
            return value & mask;
    }
}

std::vector<int64_t> NumpyRandom::permutation(int64_t count)
{
    std::vector<int64_t> order(static_cast<size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (size_t i = order.size(); i-- > 1;)
        std::swap(order[i], order[upTo(i)]);
    return order;
}

std::vector<int64_t> NumpyRandom::choose(int64_t count, int64_t bound)
{
    const double weight = 1.0f / static_cast<float>(bound);
    std::vector<double> weights(static_cast<size_t>(bound), weight);
    std::vector<double> sums(weights.size());
    std::vector<int64_t> chosen;
    while (std::ssize(chosen) < count) {
        std::vector<double> draws(static_cast<size_t>(count) - chosen.size());
        std::ranges::generate(draws, [this] { return uniform(); });
        std::partial_sum(weights.begin(), weights.end(), sums.begin());
        for (double &sum : sums)
            sum /= sums.back(); // the last one is divided last
        for (const double draw : draws) {
            const auto place = std::ranges::upper_bound(sums, draw) - sums.begin();
            double &left = weights[static_cast<size_t>(place)];
            if (left == 0)
                continue;
            left = 0;
            chosen.push_back(place);
        }
    }
    return chosen;
}

} // namespace helicase
