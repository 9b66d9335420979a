// What the baselines of trained heads know of a sequence: the shares of all 4-mers. No LibTorch
// type; thread-safe.
#pragma once

#include "core/base/matrix.h"
#include "core/dataset/classification_set.h"

namespace helicase {

// [examples, 256]; of pairs those of both sequences, [examples, 512].
Matrix wordShares(const ClassificationSet &set);

// Keeps a word that no training sequence has from being divided by zero.
inline constexpr double smallestDeviation = 1e-6;

} // namespace helicase
