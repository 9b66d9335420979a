// How much nearer each row lies to its own group than to the nearest other one (Rousseeuw 1987), by
// Euclidean distance, as scikit-learn computes it. No LibTorch type; thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

// (b - a) / max(a, b) of each row, -1 to 1: a the mean distance to the others of its group, b the
// least mean distance to another group; 0 in a group of one. Time O(rows^2 columns), memory
// O(block x rows). Throws Error unless there are at least two groups, and for another number of
// labels than rows.
std::vector<double> silhouette(const Matrix &vectors, std::span<const int64_t> labels);

} // namespace helicase
