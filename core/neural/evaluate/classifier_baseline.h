// Classifiers that need no model, to be shown beside those that have one. No LibTorch type;
// deterministic.
#pragma once

#include "core/base/matrix.h"
#include "core/dataset/classification_set.h"

#include <span>
#include <string>
#include <vector>

namespace helicase {

// "majority" (the shares of the classes in the training split, whatever the sequence) and
// "4-mer-regression" (logistic regression on the shares of all 4-mers, standardised; of a pair
// those of both sequences; L2 penalty 1 / (2 examples), as scikit-learn's default).
const std::vector<std::string> &classifierBaselines();
// For tables. Throws OptionError for a name that is none of them.
std::string classifierBaselineLabel(const std::string &name);

// Learns from the training split, whose class numbers are given, and returns probabilities of the
// examples of the other set: [examples, classes].
Matrix predictBaseline(const std::string &name, const ClassificationSet &training,
                       std::span<const int64_t> numbers, int64_t classes,
                       const ClassificationSet &set);

} // namespace helicase
