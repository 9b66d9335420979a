// TF binding as regression: a score for every base of a window, as in DNA-LLM (inhyeoklee/DNA-LLM,
// 4_dna-llm-finetuning.py and 5_dna-baseline.py). The encoder is frozen or trained along; the
// one-hot backbone is the convolutional baseline.
#pragma once

#include "core/dataset/binding_set.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/neural/train/shuffled_queue.h"
#include "core/neural/train/task.h"
#include "core/run/option_values.h"

namespace helicase {

class BindingTask final : public Task {
public:
    // Throws OptionError and InputError.
    explicit BindingTask(const OptionValues &options);

    std::vector<ParameterGroup> parameterGroups() override;
    BatchMeasure measure(int64_t microBatches) const override;
    std::unique_ptr<StepInput> draw(int64_t microBatches) override;
    nlohmann::json samplerState() const override;
    void restoreSampler(const nlohmann::json &state) override;
    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override;
    // "validation/loss" (mean squared error), "validation/pearson" over all bases and
    // "validation/pearson_batch" as published.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return {"validation/loss", Better::Smaller}; }

    ModelContent modelContent() const override { return predictor_.content(); }
    void loadModel(const std::filesystem::path &folder) override { predictor_.loadWeights(folder); }
    std::vector<std::string> notes() const override;

private:
    // One micro-batch.
    struct Windows {
        std::vector<Windows> halves() const;

        std::vector<std::string> windows;
        Matrix scores; // [windows, bases]
    };
    using WindowBatches = MicroBatches<Windows>;

    Windows drawWindows();
    void setTrainingMode();

    BindingSet data_;
    std::vector<int64_t> heldOut_; // rows of data_
    ShuffledQueue training_;       // rows of data_
    RandomStream shifts_;
    int64_t largestShift_;
    int64_t windowsPerBatch_;
    bool isFrozen_;
    double headRateScale_;
    double weightDecay_;
    int64_t drawn_ = 0;
    at::Generator dropout_;
    BindingPredictor predictor_;
};

} // namespace helicase
