#include "core/evaluate/score_metrics.h"

#include "core/evaluate/ranking_curves.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

namespace helicase {

namespace {

template <typename Number>
bool isConstant(std::span<const Number> values)
{
    return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
}

template <typename Number>
long double meanOf(std::span<const Number> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0L) /
           static_cast<long double>(values.size());
}

template <typename Number>
std::optional<double> correlation(std::span<const Number> x, std::span<const Number> y)
{
    assert(x.size() == y.size());
    if (x.size() < 2 || isConstant(x) || isConstant(y))
        return std::nullopt;
    const long double meanX = meanOf(x);
    const long double meanY = meanOf(y);
    long double products = 0;
    long double squaresX = 0;
    long double squaresY = 0;
    for (size_t i = 0; i < x.size(); ++i) {
        const long double dx = x[i] - meanX;
        const long double dy = y[i] - meanY;
        products += dx * dy;
        squaresX += dx * dx;
        squaresY += dy * dy;
    }
    const auto r = static_cast<double>(products / std::sqrt(squaresX) / std::sqrt(squaresY));
    return std::clamp(r, -1.0, 1.0);
}

std::vector<size_t> orderOf(std::span<const double> values)
{
    std::vector<size_t> order(values.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return values[a] < values[b]; });
    return order;
}

std::vector<double> ranksOf(std::span<const double> values)
{
    const std::vector<size_t> order = orderOf(values);
    std::vector<double> ranks(values.size());
    for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        for (size_t i = begin; i < end; ++i)
            ranks[order[i]] = static_cast<double>(begin + 1 + end) / 2;
    }
    return ranks;
}

} // namespace

std::optional<double> pearson(std::span<const double> x, std::span<const double> y)
{
    return correlation(x, y);
}

std::optional<double> pearson(std::span<const float> x, std::span<const float> y)
{
    return correlation(x, y);
}

std::optional<double> spearman(std::span<const double> x, std::span<const double> y)
{
    const std::vector<double> ranksX = ranksOf(x);
    const std::vector<double> ranksY = ranksOf(y);
    return pearson(std::span<const double>(ranksX), std::span<const double>(ranksY));
}

namespace {

bool areFinite(std::span<const float> values)
{
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

double pearsonOfFinite(std::span<const float> x, std::span<const float> y)
{
    if (areFinite(x) && areFinite(y))
        return pearson(x, y).value_or(0);
    std::vector<float> keptX, keptY;
    for (size_t i = 0; i < x.size(); ++i)
        if (std::isfinite(x[i]) && std::isfinite(y[i])) {
            keptX.push_back(x[i]);
            keptY.push_back(y[i]);
        }
    return pearson(std::span<const float>(keptX), std::span<const float>(keptY)).value_or(0);
}

} // namespace

double meanBatchPearson(std::span<const float> x, std::span<const float> y, int64_t valuesPerBatch)
{
    assert(x.size() == y.size() && valuesPerBatch > 0);
    const auto step = static_cast<size_t>(valuesPerBatch);
    double sum = 0;
    int64_t batches = 0;
    for (size_t start = 0; start < x.size(); start += step, ++batches) {
        const size_t count = std::min(step, x.size() - start);
        sum += pearsonOfFinite(x.subspan(start, count), y.subspan(start, count));
    }
    return batches > 0 ? sum / static_cast<double>(batches) : 0;
}

double meanSquaredError(std::span<const float> predicted, std::span<const float> truth)
{
    assert(predicted.size() == truth.size());
    double sum = 0;
    for (size_t i = 0; i < predicted.size(); ++i) {
        const double difference = static_cast<double>(predicted[i]) - static_cast<double>(truth[i]);
        sum += difference * difference;
    }
    return predicted.empty() ? 0 : sum / static_cast<double>(predicted.size());
}

std::optional<double> areaUnderRoc(std::span<const int64_t> positive,
                                   std::span<const double> scores)
{
    RankingStep above{};
    double area = 0; // pairs in the right order; a tie is half a pair
    for (const RankingStep &step : rankingSteps(positive, scores)) {
        area += static_cast<double>(step.negatives - above.negatives) *
                static_cast<double>(above.positives + step.positives) / 2;
        above = step;
    }
    if (above.positives == 0 || above.negatives == 0)
        return std::nullopt;
    return area / (static_cast<double>(above.positives) * static_cast<double>(above.negatives));
}

std::optional<double> averagePrecision(std::span<const int64_t> positive,
                                       std::span<const double> scores)
{
    RankingStep above{};
    double sum = 0;
    for (const RankingStep &step : rankingSteps(positive, scores)) {
        sum += static_cast<double>(step.positives - above.positives) *
               static_cast<double>(step.positives) /
               static_cast<double>(step.positives + step.negatives);
        above = step;
    }
    if (above.positives == 0)
        return std::nullopt;
    return sum / static_cast<double>(above.positives);
}

} // namespace helicase
