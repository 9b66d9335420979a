// Predictions of values that need no model, to be shown beside those of regressions. No LibTorch
// type; deterministic.
#pragma once

#include "core/dataset/classification_set.h"

#include <span>
#include <string>
#include <vector>

namespace helicase {

// The names are those of classifierBaselines(): "majority" is the mean of the training split,
// "4-mer-regression" ridge regression on the shares of all 4-mers, standardised, of a pair those of
// both sequences. Its penalty is the one of 0.1, 1, ... 1,000,000 with the smallest squared error
// when each training example is left out once (the closed form of scikit-learn's RidgeCV).
// Throws OptionError for a name that is none of them.
std::string valueBaselineLabel(const std::string &name);

// Learns from the training split, whose values are given, and returns a value for each example of
// the other set.
std::vector<double> predictValues(const std::string &name, const ClassificationSet &training,
                                  std::span<const double> values, const ClassificationSet &set);

} // namespace helicase
