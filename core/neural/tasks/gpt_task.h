// Pre-training of the character GPT: random windows of the genome and the letter after each letter,
// as in DNA-LLM (inhyeoklee/DNA-LLM, 3_dna-llm-pretraining.py).
#pragma once

#include "core/neural/model/gpt_folder.h"
#include "core/neural/tasks/gpt_data.h"
#include "core/neural/train/task.h"

#include <memory>

namespace helicase {

class GptTask final : public Task {
public:
    // Throws OptionError, InputError.
    explicit GptTask(const OptionValues &options);

    // All weights decay, as published.
    std::vector<ParameterGroup> parameterGroups() override;
    BatchMeasure measure(int64_t microBatches) const override;
    std::unique_ptr<StepInput> draw(int64_t microBatches) override;
    nlohmann::json samplerState() const override;
    void restoreSampler(const nlohmann::json &state) override;
    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override;
    // "validation/loss", "validation/perplexity" and "evaluation/train_loss" in nats: means over
    // "evaluation.batches" batches, the same ones each time.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return {"validation/loss", Better::Smaller}; }

    ModelContent modelContent() const override { return gptContent(model_, tokenizer_); }
    void loadModel(const std::filesystem::path &folder) override { loadGptWeights(model_, folder); }
    // The published files, where "published.results" asks for them.
    nlohmann::json conclude(const FinishedRun &run) override;
    std::vector<std::string> notes() const override;

private:
    // One micro-batch, or a part of it.
    struct Windows {
        std::vector<Windows> halves() const;

        torch::Tensor ids;  // int64 [windows, context + 1]
        int64_t first = 0;  // window in the micro-batch it is a part of
        int64_t origin = 0; // number of that one
    };
    using WindowBatches = MicroBatches<Windows>;

    enum class Strands { Given, Either };
    torch::Tensor drawWindows(TokenPart part, Strands strands, RandomStream &random) const;
    torch::Tensor lossOf(const Windows &windows);
    double meanLoss(TokenPart part);

    uint64_t seed_;
    int64_t windowsPerBatch_;
    int64_t evaluationBatches_;
    double weightDecay_;
    std::filesystem::path publishedResults_;
    Gpt model_;
    GptData data_;
    std::shared_ptr<const Tokenizer> tokenizer_;
    std::vector<uint16_t> complements_; // by id; empty: windows are read as they stand
    RandomStream windows_;
    int64_t drawnTokens_ = 0;
    at::Generator dropout_;
};

} // namespace helicase
