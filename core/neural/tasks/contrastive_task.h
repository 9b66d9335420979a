// Contrastive learning of species-aware embeddings: two fragments of one species are to lie close,
// those of other species apart. Weighted SimCLR and manifold instance mixup as in DNABERT-S
// (MAGICS-LAB/DNABERT_S, train/pretrain).
#pragma once

#include "core/neural/tasks/contrastive_network.h"
#include "core/neural/tasks/contrastive_source.h"
#include "core/neural/tasks/published_results.h"
#include "core/neural/train/task.h"

namespace helicase {

class ContrastiveTask final : public Task {
public:
    // Reads pairs and tokenizer and builds or loads the encoder. Throws OptionError and InputError.
    explicit ContrastiveTask(const OptionValues &options);

    std::vector<ParameterGroup> parameterGroups() override;
    int64_t naturalSteps() const override { return source_.naturalSteps(); }
    BatchMeasure measure(int64_t microBatches) const override
    {
        return source_.measure(microBatches);
    }
    std::unique_ptr<StepInput> draw(int64_t microBatches) override
    {
        return source_.draw(microBatches);
    }
    nlohmann::json samplerState() const override { return source_.state(); }
    void restoreSampler(const nlohmann::json &state) override { source_.restore(state); }
    // Loss and gradient of the features of batches that are in several parts.
    void prepare(StepInput &input, const DropoutSeeds &seeds, RankGroup &ranks) override;
    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override;
    // "validation/loss", of the loss without mixtures, and "validation/retrieval": the share of
    // fragments whose nearest other fragment in the batch is their partner.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return {"validation/loss", Better::Smaller}; }
    bool returnsToCheckpoints() const override { return source_.curriculum().reloads(); }
    void stepMade(int64_t step) override;

    // A model folder with the tokenizer; the head's keys begin with "contrast_head.".
    ModelContent modelContent() const override;
    void loadModel(const std::filesystem::path &folder) override;
    nlohmann::json conclude(const FinishedRun &run) override;
    std::vector<std::string> notes() const override { return source_.notes(); }

private:
    // Those of a whole batch, part by part without a graph: [sequences, features].
    torch::Tensor featuresWithoutGraph(const std::shared_ptr<ContrastiveBatch> &batch);

    int64_t pairsAtOnce_;
    int64_t totalSteps_;
    double headRateScale_;
    double weightDecay_;
    std::shared_ptr<const Tokenizer> tokenizer_;
    ContrastiveNetwork network_;
    ContrastiveSource source_;
    std::optional<PublishedResults> published_;
};

} // namespace helicase
