#include "core/neural/project/row_distances.h"

#include "core/neural/cluster/unit_rows.h"
#include "core/neural/tensor/gemm.h"

#include <algorithm>

namespace helicase {

namespace {

Matrix shiftedByMean(const Matrix &vectors)
{
    std::vector<double> mean(static_cast<size_t>(vectors.columns()));
    for (int64_t i = 0; i < vectors.rows(); ++i)
        for (int64_t j = 0; j < vectors.columns(); ++j)
            mean[j] += vectors(i, j);
    for (double &value : mean)
        value /= static_cast<double>(vectors.rows());
    Matrix shifted(vectors.rows(), vectors.columns());
    for (int64_t i = 0; i < vectors.rows(); ++i)
        for (int64_t j = 0; j < vectors.columns(); ++j)
            shifted(i, j) = static_cast<float>(vectors(i, j) - mean[j]);
    return shifted;
}

} // namespace

RowDistances::RowDistances(const Matrix &vectors) : rows_(shiftedByMean(vectors))
{
    for (int64_t i = 0; i < rows_.rows(); ++i) {
        double sum = 0;
        for (const float value : rows_.row(i))
            sum += static_cast<double>(value) * value;
        squares_.push_back(static_cast<float>(sum));
    }
}

void RowDistances::fill(const float *left, int64_t leftRows, int64_t first, int64_t count,
                        float *result, int64_t stride) const
{
    const SingleThreadedProducts single;
    for (int64_t i = 0; i < leftRows; ++i)
        std::copy_n(squares_.begin() + first, count, result + i * stride);
    multiply({left, rows_.columns()}, Transpose::No, {rows_.row(first).data(), rows_.columns()},
             Transpose::Yes, leftRows, count, rows_.columns(), -2, 1, result, stride);
}

Matrix RowDistances::fillFrom(std::span<const int64_t> chosen) const
{
    const Matrix left = selectRows(rows_, chosen);
    Matrix distances(left.rows(), rows_.rows());
    fill(left.data(), left.rows(), 0, rows_.rows(), distances.data(), rows_.rows());
    return distances;
}

} // namespace helicase
