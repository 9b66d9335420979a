// Fine-tuning of the encoder with a classification layer on whole sequences or pairs of them, with
// or without low-rank adapters, as DNABERT-2 does on GUE (MAGICS-LAB/DNABERT_2, finetune/train.py,
// with the batches of Hugging Face's Trainer: every epoch is shuffled, its last batch may be
// smaller).
#pragma once

#include "core/neural/predict/classifier_folder.h"
#include "core/neural/train/classifier_data.h"
#include "core/neural/train/shuffled_queue.h"
#include "core/neural/train/task.h"

#include <deque>

namespace helicase {

class ClassificationTask final : public Task {
public:
    // Reads tokenizer and splits and builds or loads the model. Throws OptionError and InputError.
    explicit ClassificationTask(const OptionValues &options);

    std::vector<ParameterGroup> parameterGroups() override;
    // Epochs times the steps of an epoch, rounded up.
    int64_t naturalSteps() const override;
    // Draws the examples of the step, none of the next epoch.
    int64_t beginStep(int64_t microBatches) override;
    MicroStep nextMicroStep(uint64_t dropoutSeed) override;
    double epoch() const override;
    // On the development split: "validation/loss" and the values of ClassificationSummary, or in
    // regression "validation/pearson" and "validation/spearman"; NaN where one is not defined.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return selection_; }

    // The classifier with adapters folded in (unless "lora.merge" is off), and the folder
    // "adapter" with them alone.
    void saveModel(const std::filesystem::path &folder) const override;
    void loadModel(const std::filesystem::path &folder) override;
    nlohmann::json state() const override;
    void restore(const nlohmann::json &state) override;
    // predictions.tsv and eval_results.json of the test split, or of the development split where
    // there is no test split.
    nlohmann::json conclude(const std::filesystem::path &bestModel,
                            const std::filesystem::path &results) override;
    std::vector<std::string> notes() const override;

private:
    struct SplitScores {
        std::map<std::string, double> values; // with "loss"
        torch::Tensor outputs;                // [examples, classes]
    };

    void chooseSelection(const OptionValues &options);
    void buildModel(const OptionValues &options);
    void adaptModel(const OptionValues &options);
    void loadAdapterWeights(const std::filesystem::path &folder);
    bool isRegression() const { return data_->labels.problem == ProblemType::Regression; }
    // Of the loss's mean: the sum of their classes' weights, or their number.
    double weightOf(const std::vector<int64_t> &rows) const;
    SplitScores scoresOf(const ClassifierSplit &split);
    nlohmann::json writeScores(const ClassifierSplit &split, const SplitScores &scores,
                               const std::filesystem::path &results) const;

    Classifier classifier_;
    std::unique_ptr<ClassifierData> data_;
    std::optional<LoraSettings> lora_;
    std::string baseModel_; // path of the weights it began with
    bool mergesAdapters_ = true;
    std::vector<double> classWeights_; // empty: all alike
    torch::Tensor weightTensor_;       // the same; undefined where empty
    std::unique_ptr<ShuffledQueue> queue_;
    std::deque<std::vector<int64_t>> pending_; // micro-batches of the present step
    double stepWeight_ = 1;
    int64_t drawn_ = 0; // examples
    double epochs_;
    int64_t sequencesPerBatch_;
    int64_t accumulation_;
    int64_t sequencesPerEvaluation_;
    double headRateScale_;
    double weightDecay_;
    uint64_t seed_;
    Selection selection_;
    at::Generator dropout_;
};

} // namespace helicase
