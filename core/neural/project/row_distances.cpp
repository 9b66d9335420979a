#include "core/neural/project/row_distances.h"

#include "core/neural/cluster/unit_rows.h"
#include "core/neural/tensor/gemm.h"

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

void RowDistances::products(const float *left, int64_t leftRows, int64_t first, int64_t count,
                            float *result, int64_t stride) const
{
    const SingleThreadedProducts single;
    multiply({left, rows_.columns()}, Transpose::No, {rows_.row(first).data(), rows_.columns()},
             Transpose::Yes, leftRows, count, rows_.columns(), -2, 0, result, stride);
}

Matrix RowDistances::fromRows(std::span<const int64_t> chosen) const
{
    const Matrix left = selectRows(rows_, chosen);
    Matrix distances(left.rows(), rows_.rows());
    products(left.data(), left.rows(), 0, rows_.rows(), distances.data(), rows_.rows());
    for (int64_t i = 0; i < distances.rows(); ++i)
        for (int64_t j = 0; j < distances.columns(); ++j)
            distances(i, j) += squares_[j];
    return distances;
}

} // namespace helicase
