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
    MicroStep nextMicroStep(uint64_t dropoutSeed) override;
    double epoch() const override;
    // "validation/loss" (mean squared error), "validation/pearson" over all bases and
    // "validation/pearson_batch" as published.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return {"validation/loss", Better::Smaller}; }

    void saveModel(const std::filesystem::path &folder) const override { predictor_.save(folder); }
    void loadModel(const std::filesystem::path &folder) override { predictor_.loadWeights(folder); }
    nlohmann::json state() const override;
    void restore(const nlohmann::json &state) override;
    std::vector<std::string> notes() const override;

private:
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
