// Principal component analysis, exact: eigenvectors of the covariance matrix (or, with fewer rows
// than columns, of the rows' inner products) in double precision. Deterministic; thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <vector>

namespace helicase {

struct PcaResult {
    Matrix coordinates;                    // [rows, dimensions], centred
    Matrix components;                     // [dimensions, columns], unit length
    std::vector<double> mean;              // of each column
    std::vector<double> singularValues;    // of the centred rows, falling
    std::vector<double> explainedVariance; // share of each component, 0 to 1

    // Other vectors of the same width on these components.
    Matrix project(const Matrix &vectors) const;
};

// The sign of each component is fixed by making its largest loading positive (as scikit-learn
// does). dimensions at most min(rows, columns). Throws Error otherwise, and for fewer than two
// rows.
PcaResult principalComponents(const Matrix &vectors, int64_t dimensions);

} // namespace helicase
