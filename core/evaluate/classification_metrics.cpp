#include "core/evaluate/classification_metrics.h"

#include <cassert>
#include <cmath>
#include <map>

namespace helicase {

namespace {

struct Counts {
    int64_t isTrue = 0;
    int64_t isPredicted = 0;
    int64_t isBoth = 0;
};

double quotient(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

ClassScores scoresOf(int64_t label, const Counts &counts)
{
    const auto both = static_cast<double>(counts.isBoth);
    ClassScores scores{.label = label, .items = counts.isTrue};
    scores.precision = quotient(both, static_cast<double>(counts.isPredicted));
    scores.recall = quotient(both, static_cast<double>(counts.isTrue));
    scores.f1 = quotient(2 * both, static_cast<double>(counts.isTrue + counts.isPredicted));
    return scores;
}

// The correlation of class membership, from the sums of the confusion matrix.
double matthews(const std::map<int64_t, Counts> &counts, int64_t items)
{
    long double right = 0;
    long double products = 0;
    long double trueSquares = 0;
    long double predictedSquares = 0;
    for (const auto &[label, count] : counts) {
        const auto isTrue = static_cast<long double>(count.isTrue);
        const auto isPredicted = static_cast<long double>(count.isPredicted);
        right += static_cast<long double>(count.isBoth);
        products += isTrue * isPredicted;
        trueSquares += isTrue * isTrue;
        predictedSquares += isPredicted * isPredicted;
    }
    const auto total = static_cast<long double>(items);
    const long double spread = (total * total - trueSquares) * (total * total - predictedSquares);
    if (spread == 0)
        return 0;
    return static_cast<double>((right * total - products) / std::sqrt(spread));
}

AveragedScores average(const std::vector<ClassScores> &classes, auto weightOf)
{
    AveragedScores sums;
    double weights = 0;
    for (const ClassScores &one : classes) {
        const double weight = weightOf(one);
        weights += weight;
        sums.precision += weight * one.precision;
        sums.recall += weight * one.recall;
        sums.f1 += weight * one.f1;
    }
    return {quotient(sums.precision, weights), quotient(sums.recall, weights),
            quotient(sums.f1, weights)};
}

} // namespace

ClassificationScores classificationScores(std::span<const int64_t> truth,
                                          std::span<const int64_t> predicted)
{
    assert(truth.size() == predicted.size());
    std::map<int64_t, Counts> counts;
    int64_t right = 0;
    for (size_t i = 0; i < truth.size(); ++i) {
        ++counts[truth[i]].isTrue;
        ++counts[predicted[i]].isPredicted;
        if (truth[i] == predicted[i]) {
            ++counts[truth[i]].isBoth;
            ++right;
        }
    }
    const auto items = static_cast<int64_t>(truth.size());
    ClassificationScores scores;
    scores.accuracy = quotient(static_cast<double>(right), static_cast<double>(items));
    scores.matthews = matthews(counts, items);
    for (const auto &[label, count] : counts)
        scores.classes.push_back(scoresOf(label, count));
    scores.macro = average(scores.classes, [](const ClassScores &) { return 1.0; });
    scores.weighted = average(
        scores.classes, [](const ClassScores &one) { return static_cast<double>(one.items); });
    return scores;
}

} // namespace helicase
