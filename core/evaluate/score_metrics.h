// Scores of numbers: correlations, errors, and rankings of a yes-or-no property; by the definitions
// of SciPy and scikit-learn. Sums run in double precision or better.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace helicase {

// Nothing when there are fewer than two pairs or one side is constant. Both spans have the same
// length.
std::optional<double> pearson(std::span<const double> x, std::span<const double> y);
std::optional<double> pearson(std::span<const float> x, std::span<const float> y);

// Of the ranks; equal values share their mean rank.
std::optional<double> spearman(std::span<const double> x, std::span<const double> y);

// DNA-LLM's figure: Pearson r of each batch of valuesPerBatch values in order, averaged over the
// batches (the last one may be smaller). Pairs with a value that is not finite are passed over. A
// batch in which one side is constant or fewer than two pairs are left counts as 0. 0 without
// values.
double meanBatchPearson(std::span<const float> x, std::span<const float> y, int64_t valuesPerBatch);

double meanSquaredError(std::span<const float> predicted, std::span<const float> truth);

// Area under the ROC curve; nothing unless both kinds are there. positive: 0 or 1 per item.
std::optional<double> areaUnderRoc(std::span<const int64_t> positive,
                                   std::span<const double> scores);

// Average precision, the area under the precision-recall curve without interpolation; nothing when
// no item is positive.
std::optional<double> averagePrecision(std::span<const int64_t> positive,
                                       std::span<const double> scores);

} // namespace helicase
