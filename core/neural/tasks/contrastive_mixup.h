// Who is mixed with whom in manifold instance mixup, where and in which shares. One thread at a
// time. Source: MAGICS-LAB/DNABERT_S, train/pretrain/DNABERT2_MIX/bert_layers.py.
#pragma once

#include "core/base/random_stream.h"

#include <cstdint>
#include <vector>

namespace helicase {

// Of the first views of a batch's pairs. A shard is mixed within itself, after layers of its own;
// there is one unless the published sharding is asked for.
struct PairMix {
    int64_t pairsPerShard = 0;
    std::vector<int64_t> layers;       // of each shard: layers that run before mixing
    std::vector<int64_t> partner;      // of each pair: the one mixed into it
    std::vector<int64_t> comparedWith; // of each pair: the one that the loss takes for its partner
    std::vector<float> share;          // of each pair in its mixture, at least 1/2
};

struct MixupSettings {
    double alpha = 1;   // of Beta(alpha, alpha), which the shares are drawn from
    int64_t layer = -1; // layers before mixing; -1: any number below that of the encoder, each time
    int64_t encoderLayers = 12;
    // Above 1: as the published program mixed on so many devices, each by itself; its loss took the
    // numbers within a shard for numbers within the batch.
    int64_t shards = 1;
};

// From Beta(alpha, alpha).
double drawSymmetricBeta(double alpha, RandomStream &random);

class MixupSampler {
public:
    MixupSampler(const MixupSettings &settings, RandomStream random);

    PairMix draw(int64_t pairs);

    std::string state() const { return random_.state(); }
    // Throws Error when the text is no state.
    void restore(const std::string &state) { random_ = RandomStream::fromState(state); }

private:
    MixupSettings settings_;
    RandomStream random_;
};

} // namespace helicase
