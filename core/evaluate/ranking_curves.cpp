#include "core/evaluate/ranking_curves.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace helicase {

namespace {

double share(int64_t part, int64_t whole)
{
    return static_cast<double>(part) / static_cast<double>(whole);
}

// Whether the way from a over b to c is straight; exact, in counts.
bool isStraight(const RankingStep &a, const RankingStep &b, const RankingStep &c)
{
    return (b.positives - a.positives) * (c.negatives - b.negatives) ==
           (c.positives - b.positives) * (b.negatives - a.negatives);
}

} // namespace

std::vector<RankingStep> rankingSteps(std::span<const int64_t> positive,
                                      std::span<const double> scores)
{
    assert(positive.size() == scores.size());
    std::vector<size_t> order(scores.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::sort(order, std::greater(), [&](size_t item) { return scores[item]; });
    std::vector<RankingStep> steps;
    for (const size_t item : order) {
        if (steps.empty())
            steps.push_back({.threshold = scores[item]});
        else if (steps.back().threshold != scores[item]) {
            steps.push_back(steps.back());
            steps.back().threshold = scores[item];
        }
        ++(positive[item] != 0 ? steps.back().positives : steps.back().negatives);
    }
    return steps;
}

std::vector<RankingPoint> rocCurve(std::span<const RankingStep> steps)
{
    if (steps.empty() || steps.back().positives == 0 || steps.back().negatives == 0)
        return {};
    const RankingStep all = steps.back();
    std::vector<RankingPoint> points{RankingPoint{}};
    RankingStep before{};
    for (size_t i = 0; i < steps.size(); ++i) {
        if (i + 1 < steps.size() && isStraight(before, steps[i], steps[i + 1]))
            continue;
        before = steps[i];
        points.push_back({share(before.negatives, all.negatives),
                          share(before.positives, all.positives), before.threshold});
    }
    return points;
}

std::vector<RankingPoint> precisionRecallCurve(std::span<const RankingStep> steps)
{
    if (steps.empty() || steps.back().positives == 0)
        return {};
    const int64_t all = steps.back().positives;
    std::vector<RankingPoint> points{RankingPoint{.x = 0, .y = 1}};
    for (const RankingStep &step : steps) {
        points.push_back({share(step.positives, all),
                          share(step.positives, step.positives + step.negatives), step.threshold});
        if (step.positives == all)
            break; // from here on only precision falls
    }
    return points;
}

} // namespace helicase
