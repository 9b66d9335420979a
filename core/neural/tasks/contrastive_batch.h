// The pairs whose sequences are each other's negatives, and the parts they are computed in. The
// loss compares all pairs, so that a part cannot stand alone: first the features of all parts are
// computed without a graph, then loss and gradient of the features, then every part again with its
// share of that gradient (Gao et al., "Scaling deep contrastive learning batch size under memory
// limited setup", 2021). Made on the loader's thread, computed on the trainer's.
#pragma once

#include "core/neural/tasks/contrastive_mixup.h"
#include "core/neural/tensor/packed_batch.h"
#include "core/neural/train/step_input.h"

#include <memory>
#include <optional>

namespace helicase {

struct ContrastiveBatch {
    int64_t pairs() const { return std::ssize(sequences) / 2; }

    std::vector<std::vector<TokenId>> sequences; // of all first views, then of all second ones
    std::vector<int64_t> starts;                 // where each stands in the flat row of all
    std::optional<PairMix> mix;                  // of the first views

    // Of a batch in several parts, once all of them were seen:
    double loss = 0;
    torch::Tensor featureGradients; // [sequences, features]
};

// The sequences of all first views, then of all second ones.
std::shared_ptr<ContrastiveBatch> makeContrastiveBatch(std::vector<std::vector<TokenId>> sequences,
                                                       std::optional<PairMix> mix);

// Pairs that stand side by side in a batch, within one shard of its mixture.
struct ContrastivePart {
    bool isWhole() const { return pairs == batch->pairs(); }
    std::vector<ContrastivePart> halves() const;

    std::shared_ptr<ContrastiveBatch> batch;
    int64_t origin = 0; // number of the batch in its step
    int64_t firstPair = 0;
    int64_t pairs = 0;
    double share = 1; // of the step's loss
};

using ContrastiveStep = MicroBatches<ContrastivePart>;

// The parts of at most so many pairs; 0: any number. share: of the step's loss, of the whole batch.
std::vector<ContrastivePart> partsOf(std::shared_ptr<ContrastiveBatch> batch, int64_t origin,
                                     int64_t pairsAtOnce, double share);

// What the encoder is given for a part: its own sequences, followed by those that are mixed into
// them.
struct PartSequences {
    PackedBatch packed;
    int64_t own = 0;              // sequences of the part itself
    int64_t tokens = 0;           // in those
    std::vector<int64_t> partner; // of each of its own, by its place here; empty: nothing is mixed
    std::vector<float> share;
    int64_t layer = 0;
};

PartSequences sequencesOf(const ContrastivePart &part);
// The numbers of the part's own sequences in its batch.
std::vector<int64_t> ownSequences(const ContrastivePart &part);

} // namespace helicase
