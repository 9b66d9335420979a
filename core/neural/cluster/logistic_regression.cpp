#include "core/neural/cluster/logistic_regression.h"

#include "core/base/error.h"
#include "core/neural/cluster/minimiser.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>

namespace helicase {

namespace {

torch::Tensor tensorOn(std::span<const double> values, at::IntArrayRef shape)
{
    return torch::from_blob(const_cast<double *>(values.data()), shape, torch::kFloat64);
}

// [rows, weight rows]: one logit per class, or that of class 1 against class 0.
torch::Tensor logitsOf(const torch::Tensor &features, std::span<const double> weights,
                       std::span<const double> intercepts)
{
    const auto count = static_cast<int64_t>(intercepts.size());
    return torch::addmm(tensorOn(intercepts, {count}), features,
                        tensorOn(weights, {count, features.size(1)}).t());
}

// The mean loss with its penalty. A point holds the weights row by row, then the intercepts.
class PenalisedLoss {
public:
    PenalisedLoss(torch::Tensor features, torch::Tensor labels, int64_t weightRows, double strength)
        : features_(std::move(features)), weightRows_(weightRows),
          penalty_(1 / (strength * static_cast<double>(features_.size(0))))
    {
        target_ = weightRows == 1 ? labels.to(torch::kFloat64).unsqueeze(1)
                                  : torch::one_hot(labels, weightRows).to(torch::kFloat64);
    }

    size_t pointSize() const { return static_cast<size_t>(weightRows_ * (features_.size(1) + 1)); }
    size_t weightCount() const { return static_cast<size_t>(weightRows_ * features_.size(1)); }

    double operator()(std::span<const double> point, std::span<double> gradient) const
    {
        const auto rows = static_cast<double>(features_.size(0));
        const std::span weights = point.first(weightCount());
        const std::span intercepts = point.subspan(weightCount());
        const torch::Tensor logits = logitsOf(features_, weights, intercepts);
        const bool isBinary = weightRows_ == 1;
        const torch::Tensor normaliser =
            isBinary ? -torch::log_sigmoid(-logits) : logits.logsumexp(1, /*keepdim=*/true);
        const double loss = (normaliser.sum() - (logits * target_).sum()).item<double>() / rows;
        const torch::Tensor residual =
            ((isBinary ? logits.sigmoid() : (logits - normaliser).exp()) - target_) / rows;
        const torch::Tensor given = tensorOn(weights, {weightRows_, features_.size(1)});
        tensorOn(gradient.first(weightCount()), {weightRows_, features_.size(1)})
            .copy_(torch::addmm(given, residual.t(), features_, penalty_, 1));
        tensorOn(gradient.subspan(weightCount()), {weightRows_}).copy_(residual.sum(0));
        return loss + 0.5 * penalty_ * given.square().sum().item<double>();
    }

private:
    torch::Tensor features_; // [rows, columns]
    torch::Tensor target_;   // [rows, weight rows]
    int64_t weightRows_;
    double penalty_;
};

torch::Tensor labelTensor(std::span<const int64_t> labels, int64_t rows, int64_t classes)
{
    if (std::ssize(labels) != rows || classes < 2)
        throw Error("a regression needs a label per row and two classes");
    std::vector<char> isSeen(static_cast<size_t>(classes));
    for (const int64_t label : labels) {
        if (label < 0 || label >= classes)
            throw Error("label " + std::to_string(label) + " is out of range");
        isSeen[static_cast<size_t>(label)] = 1;
    }
    if (std::ranges::count(isSeen, 0) > 0)
        throw Error("a class has no row to learn from");
    return torch::tensor(std::vector<int64_t>(labels.begin(), labels.end()));
}

} // namespace

LogisticRegression LogisticRegression::fit(const Matrix &features, std::span<const int64_t> labels,
                                           int64_t classes, const LogisticSettings &settings)
{
    const torch::NoGradGuard noGradients;
    const int64_t weightRows = classes == 2 ? 1 : classes;
    const PenalisedLoss loss(viewOf(features).to(torch::kFloat64),
                             labelTensor(labels, features.rows(), classes), weightRows,
                             settings.strength);
    const Minimum minimum = minimise(
        [&](std::span<const double> point, std::span<double> gradient) {
            return loss(point, gradient);
        },
        std::vector<double>(loss.pointSize()),
        {.maximumRounds = settings.maximumRounds, .gradientTolerance = settings.tolerance});
    const auto split = minimum.point.begin() + static_cast<std::ptrdiff_t>(loss.weightCount());
    LogisticRegression result;
    result.classes_ = classes;
    result.weights_.assign(minimum.point.begin(), split);
    result.intercepts_.assign(split, minimum.point.end());
    result.rounds_ = minimum.rounds;
    return result;
}

std::vector<double> LogisticRegression::probabilities(const Matrix &features) const
{
    const torch::NoGradGuard noGradients;
    const torch::Tensor logits =
        logitsOf(viewOf(features).to(torch::kFloat64), weights_, intercepts_);
    torch::Tensor result = logits.softmax(1);
    if (classes_ == 2)
        result = torch::cat({(-logits).sigmoid(), logits.sigmoid()}, 1);
    const double *const first = result.contiguous().const_data_ptr<double>();
    return {first, first + features.rows() * classes_};
}

std::vector<int64_t> LogisticRegression::predict(const Matrix &features) const
{
    const std::vector<double> shares = probabilities(features);
    std::vector<int64_t> labels;
    for (auto row = shares.begin(); row != shares.end(); row += classes_)
        labels.push_back(std::max_element(row, row + classes_) - row);
    return labels;
}

} // namespace helicase
