// How much each class counts in the loss. Functions without state.
#pragma once

#include "core/dataset/classification_set.h"

#include <span>
#include <string>
#include <vector>

namespace helicase {

// One weight per class; empty when all count alike. rule: "none"; "balanced", where class c gets
// examples / (classes * examples of c), as in scikit-learn; or one number above 0 per class,
// separated by commas. Throws OptionError for anything else.
std::vector<double> classWeights(const std::string &rule, const ClassList &classes,
                                 std::span<const int64_t> numbers);

} // namespace helicase
