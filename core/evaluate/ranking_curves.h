// Curves of how well scores rank a yes-or-no property, by the definitions of scikit-learn: ROC
// (Fawcett, Pattern Recognition Letters 27, 861-874, 2006) and precision over recall. Thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace helicase {

// What stands at or above a threshold.
struct RankingStep {
    double threshold = 0;
    int64_t positives = 0;
    int64_t negatives = 0;
};

// One step per distinct score, from the highest down. positive: 0 or 1 per item; both spans have
// the same length. The last step counts all.
std::vector<RankingStep> rankingSteps(std::span<const int64_t> positive,
                                      std::span<const double> scores);

struct RankingPoint {
    double x = 0; // false positive rate; or recall
    double y = 0; // true positive rate; or precision
    // An item counts as positive from here on.
    double threshold = std::numeric_limits<double>::infinity();
};

// From (0, 0) to (1, 1); points on a straight line between their neighbours are left out. Empty
// unless both kinds are there.
std::vector<RankingPoint> rocCurve(std::span<const RankingStep> steps);

// From recall 0 (where precision is 1 by convention) to recall 1. Empty when nothing is positive.
std::vector<RankingPoint> precisionRecallCurve(std::span<const RankingStep> steps);

} // namespace helicase
