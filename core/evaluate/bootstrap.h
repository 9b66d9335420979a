// Intervals by the bootstrap (Efron 1979): a statistic of data drawn again and again with
// replacement, and the range in which 95 % of its values lie. Deterministic; thread-safe.
#pragma once

#include "core/base/random_stream.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace helicase {

struct Interval {
    double low = 0;
    double high = 0;
};

// How many times data of this many items are drawn: 1,000 times where that is quick, at least 200.
int64_t resamplesFor(int64_t items);

// statistic: draws its data with the stream and returns its values, as many as there are estimates,
// which are those of the data themselves. One interval per value, from the 2.5th to the 97.5th
// percentile, moved by as much as the mean of the drawn values differs from the estimate: items
// that are drawn twice look alike, which some statistics reward.
std::vector<Interval>
bootstrapIntervals(std::span<const double> estimates, int64_t resamples, uint64_t seed,
                   const std::function<std::vector<double>(RandomStream &)> &statistic);

// `count` numbers below `bound`, each drawn for itself.
std::vector<int64_t> drawWithReplacement(int64_t count, int64_t bound, RandomStream &random);

// values[place] of each place.
std::vector<int64_t> valuesAt(std::span<const int64_t> values, std::span<const int64_t> places);

} // namespace helicase
