// Contrastive learning of species-aware embeddings: two fragments of one species are to lie close,
// those of other species apart. Weighted SimCLR as in DNABERT-S (MAGICS-LAB/DNABERT_S,
// train/pretrain).
#pragma once

#include "core/dataset/contrastive_pairs.h"
#include "core/neural/model/encoder.h"
#include "core/neural/model/heads.h"
#include "core/neural/tasks/pair_sampler.h"
#include "core/neural/train/task.h"
#include "core/run/option_values.h"
#include "core/tokenizer/tokenizer.h"

#include <memory>

namespace helicase {

class ContrastiveTask final : public Task {
public:
    // Reads pairs and tokenizer and builds or loads the encoder. Throws OptionError and InputError.
    explicit ContrastiveTask(const OptionValues &options);

    std::vector<ParameterGroup> parameterGroups() override;
    BatchMeasure measure(int64_t microBatches) const override;
    // Tokens of the pairs of each micro-batch. The loss compares all pairs of a micro-batch, so
    // that none can be cut.
    std::unique_ptr<StepInput> draw(int64_t microBatches) override;
    nlohmann::json samplerState() const override { return sampler_.state(); }
    void restoreSampler(const nlohmann::json &state) override { sampler_.restore(state); }
    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override;
    // "validation/loss", and "validation/retrieval": the share of fragments whose nearest other
    // fragment in the micro-batch is their partner.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return {"validation/loss", Better::Smaller}; }

    // A model folder with the tokenizer; the head's keys begin with "contrast_head.".
    ModelContent modelContent() const override;
    void loadModel(const std::filesystem::path &folder) override;
    std::vector<std::string> notes() const override;

private:
    // Unit rows of both halves of a micro-batch: [pairs, features] each.
    struct Features {
        torch::Tensor first;
        torch::Tensor second;
        int64_t tokens = 0;
    };

    PairSampler makeSampler(const std::vector<ContrastivePair> &pairs,
                            const std::string &stream) const;
    void drawValidationBatches(int64_t pairs);
    // The tokens of the first sequences, then those of their partners.
    std::vector<std::vector<TokenId>> encode(const std::vector<ContrastivePair> &pairs,
                                             const std::vector<int64_t> &rows) const;
    Features features(const std::vector<std::vector<TokenId>> &sequences);

    bool wantsDistinctSpecies_;
    int64_t pairsPerBatch_;
    int64_t maximumTokens_;
    double temperature_;
    double headRateScale_ = 1;
    double weightDecay_ = 0;
    uint64_t seed_;
    std::shared_ptr<const Tokenizer> tokenizer_;
    std::vector<ContrastivePair> training_;
    std::vector<ContrastivePair> validation_;
    PairSampler sampler_;
    std::vector<std::vector<int64_t>> validationBatches_;
    at::Generator dropout_;
    Encoder encoder_ = nullptr;
    ContrastiveHead head_ = nullptr;
};

} // namespace helicase
