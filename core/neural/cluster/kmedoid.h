// The modified k-medoid binning of DNABERT-S (MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py).
// Rows are unit vectors; similarity is the dot product. Deterministic; thread-safe.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

struct BinningSettings {
    double threshold = 0;     // smallest dot product with the medoid
    int64_t smallestBin = 10; // smaller bins are dissolved (-1)
    int64_t maximumRounds = 1000;
};

// vectors: rows of unit length. Labels from 1 in the order bins are found (numbers of dissolved
// bins are not reused), -1 for unbinned. Similarities are found in blocks (SimilarityScreen):
// beside the vectors, memory grows with the rows, never with their square. Throws Stopped when
// asked to.
std::vector<int64_t> binByMedoids(const Matrix &vectors, const BinningSettings &settings,
                                  std::stop_token stop = {});

// Similarities of labelled members to the plain mean of their class, at 10, 20, ..., 90 % of their
// ascending order. Rows of unit length, one label each. Throws Error when there are none.
std::vector<double> classSimilarityDeciles(const Matrix &vectors,
                                           std::span<const std::string> labels);

// The published threshold: the 70th percentile of those similarities.
double binningThreshold(const Matrix &vectors, std::span<const std::string> labels);

} // namespace helicase
