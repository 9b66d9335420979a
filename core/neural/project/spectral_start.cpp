#include "core/neural/project/spectral_start.h"

#include "core/neural/project/work_shares.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int64_t spareVectors = 4;
constexpr int filterDegree = 15;
constexpr int mostRounds = 12;
constexpr double converged = 1e-4; // change of the eigenvalues in a round

// D^-1/2 W D^-1/2: its largest eigenvalues, up to 1, are the smallest of the Laplacian.
class NormalisedWeights {
public:
    explicit NormalisedWeights(const NeighborGraph &graph) : graph_(graph), weights_(graph.weights)
    {
        std::vector<double> degrees;
        for (int64_t i = 0; i < graph.points(); ++i) {
            double degree = 0;
            for (int64_t edge = graph.offsets[i]; edge < graph.offsets[i + 1]; ++edge)
                degree += graph.weights[edge];
            degrees.push_back(std::sqrt(degree));
        }
        for (int64_t i = 0; i < graph.points(); ++i)
            for (int64_t edge = graph.offsets[i]; edge < graph.offsets[i + 1]; ++edge)
                weights_[edge] = static_cast<float>(weights_[edge] /
                                                    (degrees[i] * degrees[graph.targets[edge]]));
    }

    // result = scale * (this - shift) * block - subtracted
    void apply(const Matrix &block, double scale, double shift, const Matrix *subtracted,
               Matrix &result) const
    {
        at::parallel_for(
            0, graph_.points(), fewestPointsPerThread, [&](int64_t begin, int64_t end) {
                std::vector<float> sum(static_cast<size_t>(block.columns()));
                for (int64_t i = begin; i < end; ++i) {
                    for (int64_t k = 0; k < block.columns(); ++k)
                        sum[k] = static_cast<float>(-shift) * block(i, k);
                    for (int64_t edge = graph_.offsets[i]; edge < graph_.offsets[i + 1]; ++edge) {
                        const float *other = block.row(graph_.targets[edge]).data();
                        for (int64_t k = 0; k < block.columns(); ++k)
                            sum[k] += weights_[edge] * other[k];
                    }
                    for (int64_t k = 0; k < block.columns(); ++k)
                        result(i, k) = static_cast<float>(scale) * sum[k] -
                                       (subtracted ? (*subtracted)(i, k) : 0.0f);
                }
            });
    }

private:
    const NeighborGraph &graph_;
    std::vector<float> weights_;
};

double dot(const Matrix &first, int64_t column, const Matrix &second, int64_t otherColumn)
{
    double sum = 0;
    for (int64_t i = 0; i < first.rows(); ++i)
        sum += static_cast<double>(first(i, column)) * second(i, otherColumn);
    return sum;
}

// Gram-Schmidt on the columns, twice for orthogonality in working precision.
void orthonormalise(Matrix &block)
{
    for (int64_t k = 0; k < block.columns(); ++k) {
        for (int pass = 0; pass < 2; ++pass)
            for (int64_t before = 0; before < k; ++before) {
                const auto share = static_cast<float>(dot(block, before, block, k));
                for (int64_t i = 0; i < block.rows(); ++i)
                    block(i, k) -= share * block(i, before);
            }
        const double length = std::sqrt(dot(block, k, block, k));
        for (int64_t i = 0; i < block.rows(); ++i)
            block(i, k) = length > 0 ? static_cast<float>(block(i, k) / length) : 0.0f;
    }
}

// Turns the orthonormal block to the eigenvectors within its span, largest eigenvalue first, and
// returns the eigenvalues.
std::vector<double> turnToEigenvectors(const NormalisedWeights &weights, Matrix &block)
{
    const torch::NoGradGuard noGradients;
    Matrix image(block.rows(), block.columns());
    weights.apply(block, 1, 0, nullptr, image);
    torch::Tensor small = torch::zeros({block.columns(), block.columns()}, torch::kFloat64);
    for (int64_t i = 0; i < block.columns(); ++i)
        for (int64_t k = 0; k < block.columns(); ++k)
            small[i][k] = dot(block, i, image, k);
    const auto [values, vectors] = torch::linalg_eigh((small + small.t()) / 2, "L");
    const torch::Tensor turn = vectors.flip(1).to(torch::kFloat32).contiguous();
    const auto turns = turn.accessor<float, 2>();
    std::vector<float> row(static_cast<size_t>(block.columns()));
    for (int64_t i = 0; i < block.rows(); ++i) {
        std::ranges::copy(block.row(i), row.begin());
        for (int64_t k = 0; k < block.columns(); ++k) {
            block(i, k) = 0;
            for (int64_t j = 0; j < block.columns(); ++j)
                block(i, k) += row[j] * turns[j][k];
        }
    }
    const torch::Tensor falling = values.flip(0).contiguous();
    return {falling.const_data_ptr<double>(), falling.const_data_ptr<double>() + block.columns()};
}

// A polynomial of the matrix that is small between -1 and the cut and grows fast above it.
Matrix filtered(const NormalisedWeights &weights, Matrix block, double cut)
{
    const double half = (cut + 1) / 2;
    const double centre = (cut - 1) / 2;
    Matrix before = std::move(block);
    Matrix now(before.rows(), before.columns());
    weights.apply(before, 1 / half, centre, nullptr, now);
    Matrix next(before.rows(), before.columns());
    for (int degree = 2; degree <= filterDegree; ++degree) {
        weights.apply(now, 2 / half, centre, &before, next);
        std::swap(before, now);
        std::swap(now, next);
    }
    return now;
}

} // namespace

Matrix spectralStart(const NeighborGraph &graph, int64_t dimensions, RandomStream &random,
                     Progress &progress, const std::stop_token &stop)
{
    const NormalisedWeights weights(graph);
    Matrix block(graph.points(), std::min(graph.points(), dimensions + 1 + spareVectors));
    for (int64_t i = 0; i < block.rows(); ++i)
        for (float &value : block.row(i))
            value = static_cast<float>(random.normal());
    orthonormalise(block);
    std::vector<double> eigenvalues = turnToEigenvectors(weights, block);
    for (int round = 0; round < mostRounds; ++round) {
        throwIfStopped(stop);
        progress.update(round, mostRounds, "finding a start");
        block = filtered(weights, std::move(block), std::clamp(eigenvalues.back(), 0.0, 0.999));
        orthonormalise(block);
        const std::vector<double> before =
            std::exchange(eigenvalues, turnToEigenvectors(weights, block));
        if (std::abs(eigenvalues[dimensions] - before[dimensions]) < converged)
            break;
    }
    Matrix places(graph.points(), dimensions);
    for (int64_t i = 0; i < places.rows(); ++i)
        for (int64_t k = 0; k < dimensions; ++k)
            places(i, k) = block(i, k + 1);
    return places;
}

} // namespace helicase
