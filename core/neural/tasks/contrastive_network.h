// Encoder and contrastive head, and what they make of the parts of a batch. One thread at a time.
#pragma once

#include "core/neural/model/encoder.h"
#include "core/neural/model/heads.h"
#include "core/neural/tasks/contrastive_batch.h"
#include "core/run/option_values.h"

namespace helicase {

class ContrastiveNetwork {
public:
    // Fresh weights, or those of "model.path". Throws OptionError and InputError.
    ContrastiveNetwork(const OptionValues &options, int64_t vocabularySize);

    // All dropout of what is computed next follows from the seed.
    void trainWithDropout(uint64_t seed);
    void stopTraining() { encoder_->eval(); }

    // Rows of length 1, float32 [sequences, features], of the part's own sequences.
    struct Features {
        torch::Tensor rows;
        int64_t tokens = 0;
    };
    Features features(const ContrastivePart &part);
    // The loss of a batch from the features of all its sequences, in their order.
    torch::Tensor loss(const torch::Tensor &features, const ContrastiveBatch &batch) const;

    // Width of a row.
    int64_t featureCount() const { return featureCount_; }

    Encoder &encoder() { return encoder_; }
    ContrastiveHead &head() { return head_; }
    const Encoder &encoder() const { return encoder_; }
    const ContrastiveHead &head() const { return head_; }

private:
    double temperature_;
    int64_t featureCount_;
    at::Generator dropout_;
    Encoder encoder_ = nullptr;
    ContrastiveHead head_ = nullptr;
};

} // namespace helicase
