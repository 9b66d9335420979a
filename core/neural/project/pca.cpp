#include "core/neural/project/pca.h"

#include "core/base/error.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int64_t rowsPerBlock = 4096;

// Eigenvectors as rows, eigenvalues beside, both in falling order.
struct Spectrum {
    torch::Tensor vectors;
    torch::Tensor values;
};

Spectrum leading(const torch::Tensor &symmetric, int64_t count)
{
    const auto [values, vectors] = torch::linalg_eigh(symmetric, "L");
    const int64_t all = values.size(0);
    return {vectors.narrow(1, all - count, count).flip(1).t().contiguous(),
            values.narrow(0, all - count, count).flip(0).clamp_min(0)};
}

class Centred {
public:
    explicit Centred(const Matrix &vectors) : vectors_(vectors)
    {
        mean_ = torch::zeros({vectors.columns()}, torch::kFloat64);
        for (int64_t begin = 0; begin < vectors.rows(); begin += rowsPerBlock)
            mean_ += uncentred(begin).sum(0);
        mean_ /= vectors.rows();
    }
    const torch::Tensor &mean() const { return mean_; }
    torch::Tensor block(int64_t begin) const { return uncentred(begin) - mean_; }
    torch::Tensor scatter() const
    {
        const int64_t columns = vectors_.columns();
        torch::Tensor sum = torch::zeros({columns, columns}, torch::kFloat64);
        for (int64_t begin = 0; begin < vectors_.rows(); begin += rowsPerBlock) {
            const torch::Tensor rows = block(begin);
            sum.addmm_(rows.t(), rows);
        }
        return sum;
    }

private:
    torch::Tensor uncentred(int64_t begin) const
    {
        const int64_t end = std::min(begin + rowsPerBlock, vectors_.rows());
        return viewOfRows(vectors_, begin, end).to(torch::kFloat64);
    }

    const Matrix &vectors_;
    torch::Tensor mean_;
};

// Components as rows of unit length. A direction without variance has no place in the row space; it
// stays zero.
Spectrum fromInnerProducts(const torch::Tensor &rows, int64_t dimensions)
{
    Spectrum spectrum = leading(rows.mm(rows.t()), dimensions);
    const torch::Tensor projected = spectrum.vectors.mm(rows);
    const torch::Tensor lengths = projected.norm(2, 1, true);
    spectrum.vectors = torch::where(lengths > 0, projected / lengths, torch::zeros_like(projected));
    return spectrum;
}

torch::Tensor withFixedSigns(const torch::Tensor &components)
{
    const torch::Tensor largest = components.abs().argmax(1, true);
    const torch::Tensor signs = torch::where(components.gather(1, largest) < 0, -1.0, 1.0);
    return components * signs;
}

} // namespace

PcaResult principalComponents(const Matrix &vectors, int64_t dimensions)
{
    const int64_t most = std::min(vectors.rows(), vectors.columns());
    if (vectors.rows() < 2)
        throw Error("principal components need at least two rows");
    if (dimensions < 1 || dimensions > most)
        throw Error("cannot take " + std::to_string(dimensions) + " principal components of " +
                        std::to_string(vectors.rows()) + " rows with " +
                        std::to_string(vectors.columns()) + " columns",
                    "take at most " + std::to_string(most));
    const torch::NoGradGuard noGradients;
    const Centred centred(vectors);
    torch::Tensor totalVariance;
    Spectrum spectrum;
    if (vectors.columns() <= vectors.rows()) {
        const torch::Tensor scatter = centred.scatter();
        totalVariance = scatter.trace();
        spectrum = leading(scatter, dimensions);
    } else {
        const torch::Tensor rows = viewOf(vectors).to(torch::kFloat64);
        const torch::Tensor shifted = rows - rows.mean(0);
        totalVariance = shifted.pow(2).sum();
        spectrum = fromInnerProducts(shifted, dimensions);
    }
    const torch::Tensor components = withFixedSigns(spectrum.vectors);

    PcaResult result;
    result.mean.assign(centred.mean().const_data_ptr<double>(),
                       centred.mean().const_data_ptr<double>() + vectors.columns());
    result.components = Matrix(dimensions, vectors.columns());
    viewOf(result.components).copy_(components);
    result.coordinates = result.project(vectors);
    const double total = totalVariance.item<double>();
    for (int64_t i = 0; i < dimensions; ++i) {
        const double squares = spectrum.values[i].item<double>();
        result.singularValues.push_back(std::sqrt(squares));
        result.explainedVariance.push_back(total > 0 ? squares / total : 0);
    }
    return result;
}

Matrix PcaResult::project(const Matrix &vectors) const
{
    const torch::NoGradGuard noGradients;
    const torch::Tensor directions = viewOf(components).to(torch::kFloat64).t();
    const torch::Tensor centre = torch::tensor(mean, torch::kFloat64);
    Matrix projected(vectors.rows(), components.rows());
    for (int64_t begin = 0; begin < vectors.rows(); begin += rowsPerBlock) {
        const int64_t end = std::min(begin + rowsPerBlock, vectors.rows());
        const torch::Tensor block = viewOfRows(vectors, begin, end).to(torch::kFloat64) - centre;
        viewOfRows(projected, begin, end).copy_(block.mm(directions));
    }
    return projected;
}

} // namespace helicase
