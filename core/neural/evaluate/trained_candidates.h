// What the evaluations of classifiers and of regressions share: models that are opened and named,
// and the training split of baselines. No LibTorch type. One thread at a time.
#pragma once

#include "core/neural/predict/sequence_predictor.h"

#include <optional>

namespace helicase {

struct ClassificationEvaluation;

struct NamedPredictor {
    std::string name; // unique: a second "best" is "best-2"
    std::filesystem::path path;
    SequencePredictor predictor;
};

// Throws InputError for what is no trained head, and for classifiers beside regressions.
std::vector<NamedPredictor> openPredictors(const std::vector<std::filesystem::path> &models);

// As SequencePredictor::predict; what was cut goes to notes.
Matrix predictAll(NamedPredictor &model, const ClassificationSet &set,
                  std::vector<std::string> &notes, Progress &progress, const std::stop_token &stop);

// What baselines learn from; nothing when none is asked for or the split is not known, which goes
// to notes. Throws InputError, also when one set holds pairs and the other does not.
std::optional<ClassificationSet> trainingSplit(const ClassificationEvaluation &evaluation,
                                               const ClassificationSet &set,
                                               std::vector<std::string> &notes);

} // namespace helicase
