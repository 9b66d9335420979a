#include "core/neural/evaluate/value_baseline.h"

#include "core/neural/evaluate/classifier_baseline.h"
#include "core/neural/evaluate/word_features.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <cmath>
#include <limits>

namespace helicase {

namespace {

constexpr int smallestPenalty = -1; // powers of ten
constexpr int largestPenalty = 6;

// Linear regression with an L2 penalty on centred features, solved in the axes of the features'
// covariance, where every penalty costs two products of a matrix and a vector.
class RidgeRegression {
public:
    RidgeRegression(const torch::Tensor &features, const torch::Tensor &truth) : mean_(truth.mean())
    {
        const torch::Tensor centred = truth - mean_;
        auto [squares, axes] = torch::linalg_eigh(features.t().mm(features));
        squares = squares.clamp_min(0);
        const torch::Tensor scores = features.mm(axes);
        const torch::Tensor projected = scores.t().mv(centred);
        double smallest = std::numeric_limits<double>::infinity();
        for (int exponent = smallestPenalty; exponent <= largestPenalty; ++exponent) {
            const torch::Tensor shrink = (squares + std::pow(10.0, exponent)).reciprocal();
            const double error = leaveOneOutError(scores, centred, shrink, projected);
            if (error < smallest) {
                smallest = error;
                weight_ = axes.mv(shrink * projected);
            }
        }
    }

    torch::Tensor predict(const torch::Tensor &features) const
    {
        return features.mv(weight_) + mean_;
    }

private:
    static double leaveOneOutError(const torch::Tensor &scores, const torch::Tensor &centred,
                                   const torch::Tensor &shrink, const torch::Tensor &projected)
    {
        // An example on which all depends cannot be left out.
        constexpr double leastRest = 1e-9;
        const torch::Tensor rest = centred - scores.mv(shrink * projected);
        const double ofMean = 1.0 / static_cast<double>(centred.size(0));
        const torch::Tensor leverage = scores.square().mv(shrink) + ofMean;
        return (rest / (1 - leverage).clamp_min(leastRest)).square().mean().item<double>();
    }

    torch::Tensor mean_;
    torch::Tensor weight_;
};

std::vector<double> ridge(const ClassificationSet &training, std::span<const double> values,
                          const ClassificationSet &set)
{
    const torch::NoGradGuard noGradients;
    const Matrix trainingShares = wordShares(training), shares = wordShares(set);
    const torch::Tensor known = viewOf(trainingShares).to(torch::kFloat64);
    const torch::Tensor asked = viewOf(shares).to(torch::kFloat64);
    const torch::Tensor mean = known.mean(0);
    const torch::Tensor deviation = known.std(0, /*unbiased=*/false).clamp_min(smallestDeviation);
    const torch::Tensor truth =
        torch::tensor(std::vector<double>(values.begin(), values.end()), torch::kFloat64);
    const RidgeRegression model((known - mean) / deviation, truth);
    const torch::Tensor predicted = model.predict((asked - mean) / deviation).contiguous();
    const auto *first = predicted.const_data_ptr<double>();
    return {first, first + predicted.numel()};
}

double meanOf(std::span<const double> values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

} // namespace

std::string valueBaselineLabel(const std::string &name)
{
    classifierBaselineLabel(name); // refuses an unknown name
    return name == "majority" ? "Mean of the training split" : "4-mer ridge regression";
}

std::vector<double> predictValues(const std::string &name, const ClassificationSet &training,
                                  std::span<const double> values, const ClassificationSet &set)
{
    if (name == "majority")
        return std::vector<double>(set.examples.size(), meanOf(values));
    return ridge(training, values, set);
}

} // namespace helicase
