// Predictions of a fine-tuned classifier for sequences or pairs without labels. No LibTorch type.
// One thread at a time.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"
#include "core/dataset/classification_set.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace helicase {

class SequencePredictor {
public:
    // A model, run or adapter folder of train classify, or a classifier in Hugging Face layout.
    // Throws InputError.
    explicit SequencePredictor(const std::filesystem::path &modelOrRun);
    SequencePredictor(SequencePredictor &&) noexcept;
    SequencePredictor &operator=(SequencePredictor &&) noexcept;
    ~SequencePredictor();

    // In the order of the outputs; of a regression the name of its one value.
    const std::vector<std::string> &classes() const;
    bool isRegression() const;

    // [examples, outputs]: probabilities that add up to 1 in each row, those of independent labels,
    // or values. Labels of the examples are not read. Throws InputError for an example without any
    // token, Stopped.
    Matrix predict(const ClassificationSet &set, Progress &progress, std::stop_token stop = {});
    // The class of a row of outputs; of independent labels those above one half, joined by ";"; of
    // a regression the value.
    std::string predicted(std::span<const float> outputs) const;
    // Examples that predict cut to the model's longest sequence, all calls together.
    int64_t truncated() const { return truncated_; }
    int64_t maximumTokens() const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
    int64_t truncated_ = 0;
};

} // namespace helicase
