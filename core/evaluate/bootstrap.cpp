#include "core/evaluate/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

constexpr int64_t mostResamples = 1000;
constexpr int64_t fewestResamples = 200;
constexpr int64_t quickItems = 20'000'000; // over all resamples

// Between the two values that the place lies between.
double percentile(std::vector<double> &values, double share)
{
    std::ranges::sort(values);
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<size_t>(std::floor(place));
    const size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - std::floor(place));
}

} // namespace

int64_t resamplesFor(int64_t items)
{
    return std::clamp(quickItems / std::max<int64_t>(items, 1), fewestResamples, mostResamples);
}

std::vector<Interval>
bootstrapIntervals(std::span<const double> estimates, int64_t resamples, uint64_t seed,
                   const std::function<std::vector<double>(RandomStream &)> &statistic)
{
    RandomStream random(seed, "bootstrap");
    std::vector<std::vector<double>> drawn(estimates.size()); // [value][resample]
    for (int64_t i = 0; i < resamples; ++i) {
        const std::vector<double> values = statistic(random);
        for (size_t j = 0; j < drawn.size(); ++j)
            drawn[j].push_back(values[j]);
    }
    std::vector<Interval> intervals;
    for (size_t j = 0; j < drawn.size(); ++j) {
        const double mean =
            std::accumulate(drawn[j].begin(), drawn[j].end(), 0.0) / static_cast<double>(resamples);
        const double shift = estimates[j] - mean;
        intervals.push_back(
            {percentile(drawn[j], 0.025) + shift, percentile(drawn[j], 0.975) + shift});
    }
    return intervals;
}

std::vector<int64_t> drawWithReplacement(int64_t count, int64_t bound, RandomStream &random)
{
    std::vector<int64_t> drawn(static_cast<size_t>(count));
    for (int64_t &number : drawn)
        number = static_cast<int64_t>(random.below(static_cast<uint64_t>(bound)));
    return drawn;
}

std::vector<int64_t> valuesAt(std::span<const int64_t> values, std::span<const int64_t> places)
{
    std::vector<int64_t> result;
    result.reserve(places.size());
    for (const int64_t place : places)
        result.push_back(values[static_cast<size_t>(place)]);
    return result;
}

} // namespace helicase
