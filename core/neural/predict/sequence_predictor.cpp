#include "core/neural/predict/sequence_predictor.h"

#include "core/base/text.h"
#include "core/neural/predict/classifier_folder.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <charconv>

namespace helicase {

namespace {

constexpr int64_t examplesPerBatch = 32;

std::string shortText(float value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return std::string(text, end.ptr);
}

} // namespace

struct SequencePredictor::Internals {
    Classifier classifier;
};

SequencePredictor::SequencePredictor(const std::filesystem::path &modelOrRun)
    : internals_(std::make_unique<Internals>())
{
    internals_->classifier = loadClassifier(modelOrRun);
}

SequencePredictor::SequencePredictor(SequencePredictor &&) noexcept = default;
SequencePredictor &SequencePredictor::operator=(SequencePredictor &&) noexcept = default;
SequencePredictor::~SequencePredictor() = default;

const std::vector<std::string> &SequencePredictor::classes() const
{
    return internals_->classifier.model->labels().names;
}

bool SequencePredictor::isRegression() const
{
    return internals_->classifier.model->labels().problem == ProblemType::Regression;
}

std::string SequencePredictor::predicted(std::span<const float> outputs) const
{
    const LabelSet &labels = internals_->classifier.model->labels();
    if (labels.problem == ProblemType::Regression)
        return shortText(outputs.front());
    if (labels.problem == ProblemType::SingleLabel)
        return labels
            .names[static_cast<size_t>(std::ranges::max_element(outputs) - outputs.begin())];
    std::vector<std::string> found;
    for (size_t i = 0; i < outputs.size(); ++i)
        if (outputs[i] > 0.5f)
            found.push_back(labels.names[i]);
    return join(found, ";");
}

int64_t SequencePredictor::maximumTokens() const
{
    return internals_->classifier.layout.maximumTokens;
}

Matrix SequencePredictor::predict(const ClassificationSet &set, Progress &progress,
                                  std::stop_token stop)
{
    Classifier &classifier = internals_->classifier;
    const EncodedExamples examples(set, *classifier.tokenizer, classifier.layout);
    truncated_ += examples.truncated();
    const torch::Tensor logits =
        logitsOf(classifier.model, examples, examplesPerBatch, [&](int64_t done) {
            throwIfStopped(stop);
            progress.update(done, examples.size(), "predicting");
        });
    Matrix outputs(logits.size(0), logits.size(1));
    viewOf(outputs).copy_(outputsOf(logits, classifier.model->labels().problem));
    return outputs;
}

} // namespace helicase
