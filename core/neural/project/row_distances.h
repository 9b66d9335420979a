// Squared Euclidean distances from the rows of a matrix, by inner products in blocks: good for the
// order of distances that differ by more than the rounding of floats. Reading is thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <span>
#include <vector>

namespace helicase {

class RowDistances {
public:
    explicit RowDistances(const Matrix &vectors);

    // The rows, shifted by their mean: points far from the origin keep their digits.
    const Matrix &rows() const { return rows_; }
    const std::vector<float> &squares() const { return squares_; } // of their lengths
    // -2 x·y of the given shifted rows, [leftRows, columns], with rows first to first + count - 1.
    // result: [leftRows, stride]. On the calling thread alone.
    void products(const float *left, int64_t leftRows, int64_t first, int64_t count, float *result,
                  int64_t stride) const;
    // From chosen rows to all, less the square of the chosen row itself: [chosen, rows].
    Matrix fromRows(std::span<const int64_t> chosen) const;

private:
    Matrix rows_;
    std::vector<float> squares_;
};

} // namespace helicase
