// The order of rows in the published evaluation of embeddings, where each seed permutes what the
// seeds before it have permuted (MAGICS-LAB/DNABERT_S, evaluate/eval_clustering_classification.py).
// No LibTorch type.
#pragma once

#include "core/base/numpy_random.h"

#include <numeric>

namespace helicase {

class CumulativePermutation {
public:
    explicit CumulativePermutation(int64_t count) : rows_(static_cast<size_t>(count))
    {
        std::iota(rows_.begin(), rows_.end(), 0);
    }

    void permute(uint32_t seed)
    {
        std::vector<int64_t> next;
        next.reserve(rows_.size());
        for (const int64_t place : NumpyRandom(seed).permutation(std::ssize(rows_)))
            next.push_back(rows_[static_cast<size_t>(place)]);
        rows_ = std::move(next);
    }

    // The row that stands at each place.
    const std::vector<int64_t> &rows() const { return rows_; }

private:
    std::vector<int64_t> rows_;
};

} // namespace helicase
