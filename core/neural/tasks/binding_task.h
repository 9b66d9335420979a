// TF binding as regression: a score for every base of a window, as in DNA-LLM (inhyeoklee/DNA-LLM,
// 4_dna-llm-finetuning.py and 5_dna-baseline.py). The encoder is frozen or trained along; the
// one-hot backbone is the convolutional baseline.
#pragma once

#include "core/dataset/binding_set.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/neural/tasks/binding_windows.h"
#include "core/neural/train/shuffled_queue.h"
#include "core/neural/train/task.h"
#include "core/run/option_values.h"

namespace helicase {

class BindingTask final : public Task {
public:
    // Throws OptionError and InputError.
    explicit BindingTask(const OptionValues &options);

    std::vector<ParameterGroup> parameterGroups() override;
    int64_t naturalSteps() const override;
    BatchMeasure measure(int64_t microBatches) const override;
    std::unique_ptr<StepInput> draw(int64_t microBatches) override;
    nlohmann::json samplerState() const override;
    void restoreSampler(const nlohmann::json &state) override;
    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override;
    // "validation/loss" (mean squared error), "validation/pearson" over all bases,
    // "validation/pearson_batch" as published, "validation/auroc" and "validation/auprc" of telling
    // motif bases.
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

    struct Augmentation {
        explicit Augmentation(const OptionValues &options);

        bool isPublished; // an epoch has every window as it is, and shifted
        bool takesEitherStrand;
        int64_t largestShift;
    };

    Windows drawWindows();
    void addWindow(Windows &batch, int64_t place, int64_t item);
    void shift(std::string &window, std::span<float> scores, bool isShiftedCopy);
    void setTrainingMode();

    BindingSet data_;
    WindowSplit split_;
    Augmentation augmentation_;
    ShuffledQueue training_; // rows of data_; as published, shifted copies follow behind them
    RandomStream shifts_;
    RandomStream strands_;
    int64_t windowsPerBatch_;
    bool isFrozen_;
    double headRateScale_;
    double weightDecay_;
    bool decaysAll_;
    double epochs_;
    int64_t accumulation_;
    int64_t drawn_ = 0;
    at::Generator dropout_;
    BindingPredictor predictor_;
};

} // namespace helicase
