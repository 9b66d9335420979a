#include "core/neural/tasks/contrastive_mixup.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

// The logarithm of a draw from Gamma(shape, 1): a small shape gives numbers below the smallest
// double. Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 2000.
double drawLogGamma(double shape, RandomStream &random)
{
    if (shape < 1) {
        const double larger = drawLogGamma(shape + 1, random);
        return larger + std::log(1 - random.uniform()) / shape;
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
        const double normal = random.normal();
        const double root = 1 + c * normal;
        if (root <= 0)
            continue;
        const double cube = root * root * root;
        if (std::log(1 - random.uniform()) <
            normal * normal / 2 + d - d * cube + d * std::log(cube))
            return std::log(d) + std::log(cube);
    }
}

} // namespace

double drawSymmetricBeta(double alpha, RandomStream &random)
{
    const double first = drawLogGamma(alpha, random);
    const double second = drawLogGamma(alpha, random);
    return 1 / (1 + std::exp(second - first));
}

MixupSampler::MixupSampler(const MixupSettings &settings, RandomStream random)
    : settings_(settings), random_(std::move(random))
{
}

PairMix MixupSampler::draw(int64_t pairs)
{
    PairMix mix;
    mix.pairsPerShard = (pairs + settings_.shards - 1) / settings_.shards;
    for (int64_t first = 0; first < pairs; first += mix.pairsPerShard) {
        std::vector<int64_t> order(static_cast<size_t>(std::min(mix.pairsPerShard, pairs - first)));
        std::iota(order.begin(), order.end(), 0);
        const auto layers = static_cast<uint64_t>(settings_.encoderLayers);
        mix.layers.push_back(settings_.layer >= 0 ? settings_.layer
                                                  : static_cast<int64_t>(random_.below(layers)));
        random_.shuffle(std::span(order));
        for (const int64_t within : order) {
            const double share = drawSymmetricBeta(settings_.alpha, random_);
            mix.partner.push_back(first + within);
            mix.comparedWith.push_back(within);
            mix.share.push_back(static_cast<float>(std::max(share, 1 - share)));
        }
    }
    return mix;
}

} // namespace helicase
