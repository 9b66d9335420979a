// The modified k-medoid binning of DNABERT-S (MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py).
#pragma once

#include "core/base/matrix.h"

#include <span>
#include <string>
#include <vector>

namespace helicase {

struct BinningSettings {
    double threshold = 0;      // smallest dot product with the medoid
    int64_t smallestBin = 10;  // smaller bins are dissolved (-1)
    int64_t maximumRounds = 1000;
};

// vectors: rows of unit length. Labels from 1 in the order bins are found, -1 for unbinned. Similarities
// are computed in blocks: memory O(rows x block), not rows squared.
std::vector<int64_t> binByMedoids(const Matrix &vectors, const BinningSettings &settings);

// The published threshold: the 70th percentile of the similarities of labelled members to the plain mean
// of their class. Rows of unit length.
double binningThreshold(const Matrix &vectors, std::span<const std::string> labels);

} // namespace helicase
