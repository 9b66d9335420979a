#include "core/neural/train/spike_detector.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

namespace helicase {

namespace {

constexpr size_t longestMemory = 64;
constexpr size_t fewestValues = 20;
constexpr double deviationsPerSigma = 1.4826; // of a normal distribution

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

bool SpikeDetector::isSpike(double value) const
{
    if (factor_ == 0 || recent_.size() < fewestValues)
        return false;
    const double median = medianOf({recent_.begin(), recent_.end()});
    std::vector<double> distances;
    for (const double known : recent_)
        distances.push_back(std::abs(known - median));
    const double sigma = deviationsPerSigma * medianOf(std::move(distances));
    return value > median + factor_ * sigma && value > leastRise_ * median;
}

void SpikeDetector::add(double value)
{
    recent_.push_back(value);
    if (recent_.size() > longestMemory)
        recent_.pop_front();
}

nlohmann::json SpikeDetector::state() const
{
    return recent_;
}

void SpikeDetector::restore(const nlohmann::json &state)
{
    recent_ = state.get<std::deque<double>>();
}

} // namespace helicase
