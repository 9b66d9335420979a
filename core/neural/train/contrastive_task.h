// Contrastive learning of species-aware embeddings: two fragments of one species are to lie close,
// those of other species apart. Weighted SimCLR as in DNABERT-S (MAGICS-LAB/DNABERT_S,
// train/pretrain).
#pragma once

#include "core/dataset/contrastive_pairs.h"
#include "core/neural/model/encoder.h"
#include "core/neural/model/heads.h"
#include "core/neural/train/pair_sampler.h"
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
    MicroStep nextMicroStep(uint64_t dropoutSeed) override;
    double epoch() const override { return sampler_.epoch(); }
    // "validation/loss", and "validation/retrieval": the share of fragments whose nearest other
    // fragment in the micro-batch is their partner.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return {"validation/loss", Better::Smaller}; }

    // A model folder with the tokenizer; the head's keys begin with "contrast_head.".
    void saveModel(const std::filesystem::path &folder) const override;
    void loadModel(const std::filesystem::path &folder) override;
    nlohmann::json state() const override;
    void restore(const nlohmann::json &state) override;
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
    Features features(const std::vector<ContrastivePair> &pairs, const std::vector<int64_t> &rows);

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
