// Rows scaled to unit length, as every distance-based evaluation wants them. Thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <span>

namespace helicase {

// L2-normalised copy; a row of zeros stays as it is.
Matrix unitRows(const Matrix &vectors);

// The length of each row; 1 for a row of zeros, so that unit row times length is the row.
std::vector<double> rowLengths(const Matrix &vectors);

// The rows with the given indices, in that order.
Matrix selectRows(const Matrix &vectors, std::span<const int64_t> rows);

} // namespace helicase
