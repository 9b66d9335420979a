// The evaluation `classify` of models that predict a value: correlations and error beside
// baselines. No LibTorch type.
#pragma once

#include "core/neural/evaluate/evaluate_classification.h"
#include "core/neural/evaluate/trained_candidates.h"

namespace helicase {

// Of opened regressions, at least one. In the folder: metrics.json (last; its member "regression"
// describes the best model), summary.tsv, predictions.tsv of the best model and
// predictions_NAME.tsv of each candidate. Throws InputError with the line of a label that is no
// number, DiskError, Stopped.
EvaluationResult evaluateRegression(const ClassificationEvaluation &evaluation,
                                    const ClassificationSet &set,
                                    std::vector<NamedPredictor> &models,
                                    const std::filesystem::path &folder, Progress &progress,
                                    const std::stop_token &stop);

// The columns of its results: pearson first, then spearman and mean_squared_error.
std::vector<MetricDefinition> regressionDefinitions();

} // namespace helicase
