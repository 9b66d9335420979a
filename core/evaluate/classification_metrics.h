// Scores of predicted classes, by the definitions of scikit-learn with zero_division = 0.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

struct ClassScores {
    int64_t label = 0;
    int64_t items = 0; // that truly are of this class
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};

struct AveragedScores {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};

struct ClassificationScores {
    double accuracy = 0;
    double matthews =
        0; // correlation coefficient (Gorodkin 2004); 0 when either side has one class only
    AveragedScores macro;             // plain mean over the classes
    AveragedScores weighted;          // weighted by the true number of items
    std::vector<ClassScores> classes; // every label that is true or predicted, in rising order
};

// Both spans have the same length, above 0.
ClassificationScores classificationScores(std::span<const int64_t> truth,
                                          std::span<const int64_t> predicted);

} // namespace helicase
