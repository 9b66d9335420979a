#include "core/neural/evaluate/classifier_baseline.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/cluster/logistic_regression.h"
#include "core/neural/evaluate/word_features.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr int64_t mostIterations = 200;

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

// The classes that occur, and the number of each label among them.
struct KnownClasses {
    std::vector<int64_t> classes;
    std::vector<int64_t> numbers; // one per label
};

KnownClasses knownClasses(std::span<const int64_t> labels)
{
    KnownClasses known;
    known.classes.assign(labels.begin(), labels.end());
    std::ranges::sort(known.classes);
    const auto [rest, end] = std::ranges::unique(known.classes);
    known.classes.erase(rest, end);
    for (const int64_t label : labels)
        known.numbers.push_back(std::ranges::lower_bound(known.classes, label) -
                                known.classes.begin());
    return known;
}

// Each column less the mean of the known rows, in units of their deviation.
Matrix standardised(const Matrix &rows, const Matrix &known)
{
    const torch::NoGradGuard noGradients;
    const torch::Tensor mean = viewOf(known).mean(0);
    const torch::Tensor deviation =
        viewOf(known).std(0, /*unbiased=*/false).clamp_min(smallestDeviation);
    Matrix result(rows.rows(), rows.columns());
    viewOf(result).copy_((viewOf(rows) - mean) / deviation);
    return result;
}

Matrix regression(const ClassificationSet &training, std::span<const int64_t> numbers,
                  int64_t classes, const ClassificationSet &set)
{
    const Matrix known = wordShares(training);
    const KnownClasses present = knownClasses(numbers);
    const auto presentCount = std::ssize(present.classes);
    if (presentCount < 2)
        return majority(numbers, classes, std::ssize(set.examples));
    const auto model =
        LogisticRegression::fit(standardised(known, known), present.numbers, presentCount,
                                {.strength = 1, .maximumRounds = mostIterations});
    const std::vector<double> shares = model.probabilities(standardised(wordShares(set), known));
    Matrix probabilities(std::ssize(set.examples), classes);
    for (int64_t row = 0; row < probabilities.rows(); ++row)
        for (int64_t i = 0; i < presentCount; ++i)
            probabilities(row, present.classes[static_cast<size_t>(i)]) =
                static_cast<float>(shares[static_cast<size_t>(row * presentCount + i)]);
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
