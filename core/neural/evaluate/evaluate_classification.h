// The evaluation `classify`: fine-tuned classifiers, or regressions, on labelled sequences, beside
// baselines.
// No LibTorch type.
#pragma once

#include "core/base/progress.h"
#include "core/neural/evaluate/evaluation_result.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

struct ClassificationEvaluation {
    std::filesystem::path data;                // labelled sequences or pairs, with a header
    std::filesystem::path training;            // what baselines learn from; empty: none are shown
    std::vector<std::filesystem::path> models; // model, run or adapter folders, at least one
    std::vector<std::string> baselines;        // names of classifierBaselines()
    std::string commandLine;                   // for the provenance, with the version
    std::string version;
};

// In the folder: metrics.json (last; its member "classification" describes the best model),
// summary.tsv, predictions.tsv of the best model, predictions_NAME.tsv of each candidate, and
// roc.tsv. Regressions are judged by evaluateRegression, and not together with classifiers. Throws
// InputError (data, a label that a model does not know, a model without a head), OptionError (no
// model, unknown baseline), DiskError, Stopped.
EvaluationResult evaluateClassification(const ClassificationEvaluation &evaluation,
                                        const std::filesystem::path &folder, Progress &progress,
                                        std::stop_token stop = {});

// The columns of classification results: matthews_correlation first, then accuracy, f1, precision,
// recall, auroc.
std::vector<MetricDefinition> classificationDefinitions();

} // namespace helicase
