#include "core/neural/project/fuzzy_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace helicase {

namespace {

constexpr double smallestScale = 1e-3; // of the mean distance
constexpr double strengthTolerance = 1e-5;

double sumOfStrengths(std::span<const float> distances, float nearest, double scale)
{
    double sum = 0;
    for (const float distance : distances)
        sum += distance > nearest ? std::exp(-(distance - nearest) / scale) : 1.0;
    return sum;
}

double meanOf(std::span<const float> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

float eitherSees(float forward, float backward)
{
    return forward + backward - forward * backward;
}

} // namespace

float LocalScale::strength(float distance) const
{
    return distance > nearest ? std::exp(-(distance - nearest) / scale) : 1.0f;
}

LocalScale localScale(std::span<const float> distances, double meanDistance)
{
    LocalScale result;
    const auto nearest = std::ranges::find_if(distances, [](float d) { return d > 0; });
    if (nearest != distances.end())
        result.nearest = *nearest;
    const double wanted = std::log2(static_cast<double>(distances.size()) + 1);
    double low = 0;
    double high = std::numeric_limits<double>::infinity();
    double scale = 1;
    for (int round = 0; round < 64; ++round) {
        const double sum = sumOfStrengths(distances, result.nearest, scale);
        if (std::abs(sum - wanted) < strengthTolerance)
            break;
        (sum > wanted ? high : low) = scale;
        scale = std::isinf(high) ? 2 * scale : (low + high) / 2;
    }
    const double mean = result.nearest > 0 ? meanOf(distances) : meanDistance;
    result.scale = static_cast<float>(
        std::max({scale, smallestScale * mean, 1.0 * std::numeric_limits<float>::min()}));
    return result;
}

NeighborGraph fuzzyGraph(const NeighborTable &neighbors)
{
    const double meanDistance = meanOf(neighbors.distances);
    std::vector<float> weights;
    weights.reserve(neighbors.distances.size());
    for (int64_t row = 0; row < neighbors.rows; ++row) {
        const LocalScale scale = localScale(neighbors.distancesOf(row), meanDistance);
        for (const float distance : neighbors.distancesOf(row))
            weights.push_back(scale.strength(distance));
    }
    return symmetricGraph(neighbors, weights, eitherSees);
}

} // namespace helicase
