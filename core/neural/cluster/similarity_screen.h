// Pairs of unit vectors whose dot product reaches a threshold, found without computing all dot
// products. An orthonormal basis of the main directions splits each row x into coordinates p and a
// rest of length r. By Cauchy and Schwarz x.y <= p.q + r s, which is the dot product of the short
// rows (p, r) and (q, s): only pairs whose short rows reach the threshold are looked at in full.
// What is found is exact, whatever the rows. Memory O(rows x basis). Internal to
// core/neural/cluster: includes LibTorch. Reading is thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <span>
#include <stop_token>
#include <torch/torch.h>
#include <vector>

namespace helicase {

class SimilarityScreen {
public:
    // The rows, of unit length, must outlive the screen.
    SimilarityScreen(const Matrix &unitRows, float threshold);

    // Of each row: the sum of its similarities to all rows, itself included, as far as they reach
    // the threshold. Throws Stopped when asked to.
    std::vector<double> similaritySums(const std::stop_token &stop) const;
    // Takes the similarities to these rows, as far as they reach the threshold, from the sums.
    void subtractSimilarities(std::span<const int64_t> others, std::span<double> sums) const;
    // The rows whose dot product with the vector, of any length, reaches the threshold.
    std::vector<int64_t> rowsReaching(std::span<const float> vector) const;

private:
    struct Block;
    struct Pair;

    int64_t count() const { return rows_.rows(); }
    torch::Tensor shortened(const torch::Tensor &rows) const;
    Block range(int64_t begin, int64_t end) const;
    void findPairs(const Block &first, const Block &second, std::vector<Pair> &pairs) const;
    void comparePairs(const Block &first, const Block &second, std::vector<Pair> &pairs) const;

    const Matrix &rows_;
    float threshold_;
    torch::Tensor basis_; // columns x directions; undefined: rows are compared in full at once
    torch::Tensor short_; // rows x (directions + 1)
};

} // namespace helicase
