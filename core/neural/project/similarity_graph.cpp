#include "core/neural/project/similarity_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace helicase {

namespace {

constexpr double entropyTolerance = 1e-5; // of the entropy

// exp(-beta (d^2 - nearest^2)), normalised; returns the entropy.
double sharesAt(std::span<const float> distances, double beta, std::vector<double> &shares)
{
    const double nearest = static_cast<double>(distances.front()) * distances.front();
    double sum = 0;
    double weighted = 0;
    for (size_t k = 0; k < distances.size(); ++k) {
        const double excess = static_cast<double>(distances[k]) * distances[k] - nearest;
        shares[k] = std::exp(-beta * excess);
        sum += shares[k];
        weighted += excess * shares[k];
    }
    for (double &share : shares)
        share /= sum;
    return std::log(sum) + beta * weighted / sum;
}

} // namespace

int64_t neighborsForPerplexity(double perplexity)
{
    return static_cast<int64_t>(3 * perplexity);
}

std::vector<double> neighborShares(std::span<const float> distances, double perplexity)
{
    std::vector<double> shares(distances.size());
    const double wanted = std::log(perplexity);
    const double span = static_cast<double>(distances.back()) * distances.back() -
                        static_cast<double>(distances.front()) * distances.front();
    double beta = span > 0 ? 1 / span : 0;
    double low = 0;
    double high = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 200; ++round) {
        const double entropy = sharesAt(distances, beta, shares);
        if (std::abs(entropy - wanted) < entropyTolerance || span <= 0)
            break;
        (entropy > wanted ? low : high) = beta;
        beta = std::isinf(high) ? 2 * beta : (low + high) / 2;
    }
    return shares;
}

NeighborGraph similarityGraph(const NeighborTable &neighbors, double perplexity)
{
    const auto halves = 2 * static_cast<double>(neighbors.rows);
    std::vector<float> weights;
    weights.reserve(neighbors.distances.size());
    for (int64_t row = 0; row < neighbors.rows; ++row)
        for (const double share : neighborShares(neighbors.distancesOf(row), perplexity))
            weights.push_back(static_cast<float>(share / halves));
    return symmetricGraph(neighbors, weights,
                          [](float forward, float backward) { return forward + backward; });
}

} // namespace helicase
