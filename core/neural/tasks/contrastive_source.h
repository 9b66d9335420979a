// The batches of contrastive training: pairs, their views, their tokens, and who is mixed with
// whom. draw() and the state belong to one thread, the rest does not change.
#pragma once

#include "core/neural/tasks/contrastive_batch.h"
#include "core/neural/tasks/contrastive_curriculum.h"
#include "core/neural/tasks/contrastive_views.h"
#include "core/neural/tasks/pair_sampler.h"
#include "core/neural/train/composer_schedule.h"
#include "core/tokenizer/tokenizer.h"

#include <nlohmann/json_fwd.hpp>

namespace helicase {

class ContrastiveSource {
public:
    // Reads the pairs. Throws OptionError and InputError.
    ContrastiveSource(const OptionValues &options, std::shared_ptr<const Tokenizer> tokenizer,
                      int64_t encoderLayers);

    // Parts of as many batches as asked for, or fewer at the end of an epoch that ends with a short
    // one.
    std::unique_ptr<ContrastiveStep> draw(int64_t microBatches);
    nlohmann::json state() const;
    // Throws nlohmann::json::exception or Error when it is the state of other data.
    void restore(const nlohmann::json &state);

    BatchMeasure measure(int64_t microBatches) const;
    // Of "length.epochs".
    int64_t naturalSteps() const;
    const ContrastiveCurriculum &curriculum() const { return curriculum_; }

    // The pairs whose sequences are compared in evaluations, always the same ones.
    int64_t validationBatches() const { return std::ssize(validationRows_); }
    std::shared_ptr<ContrastiveBatch> validationBatch(int64_t index) const;

    std::vector<std::string> notes() const;

private:
    bool comparesSpecies(const std::vector<std::string> &species) const;
    PairSampler makeSampler(const std::vector<std::string> &species, const std::string &stream,
                            int64_t pairsPerBatch, LastBatch last) const;
    PairSampler trainingSampler() const;
    void chooseValidationRows();
    // Throws OptionError for a second stage that the run does not reach, or that has no checkpoint
    // to begin with.
    void checkCurriculum() const;
    std::vector<std::vector<TokenId>> encode(const std::vector<ContrastivePair> &pairs) const;

    OptionValues options_;
    uint64_t seed_;
    std::shared_ptr<const Tokenizer> tokenizer_;
    ContrastiveCurriculum curriculum_;
    PairFile training_; // without its pairs, which the views hold
    PairFile validation_;
    ContrastiveViews views_;
    PairSampler sampler_;
    RandomStream viewStream_;
    MixupSampler mixup_;
    bool isSecondStage_ = false; // of the step drawn last
    std::vector<std::vector<int64_t>> validationRows_;
};

} // namespace helicase
