// How well predicted per-base binding scores match measured ones. No LibTorch type; thread-safe.
#pragma once

#include "core/base/matrix.h"
#include "core/neural/evaluate/evaluation_result.h"

namespace helicase {

// pearson, pearson_batch, mse, auroc, auprc.
const std::vector<MetricDefinition> &bindingDefinitions();

// Both matrices [windows, bases]. A base with a measured score above 0 lies in a motif. An
// undefined metric (constant predictions, no motif base) is absent.
std::map<std::string, MeanAndDeviation> scoreBinding(const Matrix &predicted,
                                                     const Matrix &measured);

} // namespace helicase
