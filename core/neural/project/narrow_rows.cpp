#include "core/neural/project/narrow_rows.h"

#include "core/base/random_stream.h"
#include "core/neural/tensor/gemm.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr int64_t fewestRows = 1024;
constexpr int64_t fewestColumns = 128;
constexpr int64_t rowsLookedAt = 4096;
constexpr int passes = 2; // over these rows; each squares the weight of the leading directions

// About their mean, from everywhere among the rows.
torch::Tensor someRows(const Matrix &rows)
{
    const int64_t step = (rows.rows() + rowsLookedAt - 1) / rowsLookedAt;
    const torch::Tensor some =
        viewOf(rows).slice(0, 0, rows.rows(), step).to(torch::kFloat32, false, true);
    return some - some.mean(0);
}

torch::Tensor randomMatrix(int64_t rows, int64_t columns)
{
    RandomStream random(1, "directions");
    Matrix matrix(rows, columns);
    for (int64_t i = 0; i < rows; ++i)
        for (float &value : matrix.row(i))
            value = static_cast<float>(random.normal());
    return viewOf(matrix).clone();
}

// [columns, count]
torch::Tensor leadingDirections(const torch::Tensor &rows, int64_t count)
{
    torch::Tensor directions = randomMatrix(rows.size(1), count);
    for (int pass = 0; pass < passes; ++pass) {
        const torch::Tensor image = rows.t().mm(rows.mm(directions));
        directions =
            std::get<0>(torch::linalg_qr(image.to(torch::kFloat64), "reduced")).to(torch::kFloat32);
    }
    return directions.contiguous();
}

} // namespace

bool isWorthNarrowing(const Matrix &rows)
{
    return rows.rows() >= fewestRows && rows.columns() >= fewestColumns;
}

Matrix narrowRows(const Matrix &rows)
{
    const torch::NoGradGuard noGradients;
    const SingleThreadedProducts single;
    Matrix narrow(rows.rows(), std::max(fewestColumns / 4, rows.columns() / 8));
    const torch::Tensor directions = leadingDirections(someRows(rows), narrow.columns());
    multiply({rows.data(), rows.columns()}, Transpose::No,
             {directions.const_data_ptr<float>(), narrow.columns()}, Transpose::No, rows.rows(),
             narrow.columns(), rows.columns(), 1, 0, narrow.data(), narrow.columns());
    return narrow;
}

} // namespace helicase
