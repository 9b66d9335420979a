#include "core/neural/evaluate/classifier_baseline.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/evaluate/word_features.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr int64_t mostIterations = 200;

// Multinomial logistic regression by L-BFGS from zero weights.
class LogisticRegression {
public:
    LogisticRegression(const torch::Tensor &features, const torch::Tensor &numbers, int64_t classes)
        : weight_(torch::zeros({features.size(1), classes}).requires_grad_()),
          bias_(torch::zeros({classes}).requires_grad_())
    {
        const double penalty = 0.5 / static_cast<double>(features.size(0));
        torch::optim::LBFGS optimizer(
            {weight_, bias_},
            torch::optim::LBFGSOptions(1).max_iter(mostIterations).line_search_fn("strong_wolfe"));
        optimizer.step([&] {
            optimizer.zero_grad();
            const torch::Tensor loss = torch::cross_entropy_loss(logits(features), numbers) +
                                       penalty * weight_.square().sum();
            loss.backward();
            return loss;
        });
    }

    torch::Tensor logits(const torch::Tensor &features) const
    {
        return torch::addmm(bias_, features, weight_);
    }

private:
    torch::Tensor weight_;
    torch::Tensor bias_;
};

Matrix regression(const ClassificationSet &training, std::span<const int64_t> numbers,
                  int64_t classes, const ClassificationSet &set)
{
    const Matrix trainingShares = wordShares(training), shares = wordShares(set);
    const torch::Tensor known = viewOf(trainingShares), asked = viewOf(shares);
    const torch::Tensor mean = known.mean(0);
    const torch::Tensor deviation = known.std(0, /*unbiased=*/false).clamp_min(smallestDeviation);
    const torch::Tensor truth =
        torch::tensor(std::vector<int64_t>(numbers.begin(), numbers.end()), torch::kInt64);
    const LogisticRegression model((known - mean) / deviation, truth, classes);
    const torch::NoGradGuard noGradients;
    Matrix probabilities(shares.rows(), classes);
    viewOf(probabilities).copy_(model.logits((asked - mean) / deviation).softmax(1));
    return probabilities;
}

Matrix majority(std::span<const int64_t> numbers, int64_t classes, int64_t examples)
{
    Matrix probabilities(examples, classes);
    std::vector<float> shares(static_cast<size_t>(classes), 0);
    for (const int64_t number : numbers)
        shares[static_cast<size_t>(number)] += 1.0f / static_cast<float>(numbers.size());
    for (int64_t row = 0; row < examples; ++row)
        std::ranges::copy(shares, probabilities.row(row).begin());
    return probabilities;
}

} // namespace

const std::vector<std::string> &classifierBaselines()
{
    static const std::vector<std::string> names{"majority", "4-mer-regression"};
    return names;
}

std::string classifierBaselineLabel(const std::string &name)
{
    if (name == "majority")
        return "Most frequent class";
    if (name == "4-mer-regression")
        return "4-mer logistic regression";
    throw OptionError("baseline", printable(name) + " is no baseline",
                      "choose from " + join(classifierBaselines(), ", "));
}

Matrix predictBaseline(const std::string &name, const ClassificationSet &training,
                       std::span<const int64_t> numbers, int64_t classes,
                       const ClassificationSet &set)
{
    if (name == "majority")
        return majority(numbers, classes, std::ssize(set.examples));
    return regression(training, numbers, classes, set);
}

} // namespace helicase
