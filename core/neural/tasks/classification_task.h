// Fine-tuning of the encoder with a classification layer on whole sequences or pairs of them, with
// or without low-rank adapters, as DNABERT-2 does on GUE (MAGICS-LAB/DNABERT_2, finetune/train.py,
// with the batches of Hugging Face's Trainer: every epoch is shuffled, its last batch may be
// smaller).
#pragma once

#include "core/neural/predict/classifier_folder.h"
#include "core/neural/tasks/classifier_data.h"
#include "core/neural/train/shuffled_queue.h"
#include "core/neural/train/task.h"

namespace helicase {

class ClassificationTask final : public Task {
public:
    // Reads tokenizer and splits and builds or loads the model. Throws OptionError and InputError.
    explicit ClassificationTask(const OptionValues &options);

    std::vector<ParameterGroup> parameterGroups() override;
    // Epochs times the steps of an epoch, rounded up.
    int64_t naturalSteps() const override;
    BatchMeasure measure(int64_t microBatches) const override;
    // No example of the next epoch.
    std::unique_ptr<StepInput> draw(int64_t microBatches) override;
    nlohmann::json samplerState() const override;
    void restoreSampler(const nlohmann::json &state) override;
    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override;
    // On the development split: "validation/loss" and the values of ClassificationSummary, or in
    // regression "validation/pearson" and "validation/spearman"; NaN where one is not defined.
    std::map<std::string, double> evaluate() override;
    Selection selection() const override { return selection_; }

    // The classifier with adapters folded in (unless "lora.merge" is off), and the folder
    // "adapter" with them alone.
    ModelContent modelContent() const override;
    void loadModel(const std::filesystem::path &folder) override;
    // predictions.tsv and eval_results.json of the test split, or of the development split where
    // there is no test split.
    nlohmann::json conclude(const FinishedRun &run) override;
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
    // The next examples, at most as many as are left in the epoch.
    std::vector<int64_t> drawRows(int64_t left);
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
    int64_t drawn_ = 0; // examples
    double epochs_;
    int64_t sequencesPerBatch_;
    int64_t tokensPerBatch_; // at most, of one micro-batch; 0: any number
    int64_t accumulation_;
    int64_t sequencesPerEvaluation_;
    double headRateScale_;
    double weightDecay_;
    uint64_t seed_;
    Selection selection_;
    at::Generator dropout_;
};

} // namespace helicase
