// What a table of predictions says of a classifier, and the files that hold it. The averages are
// macro averages by the definitions of scikit-learn with zero_division = 0, as DNABERT-2 reports
// them (MAGICS-LAB/DNABERT_2, finetune/train.py). Thread-safe.
#pragma once

#include "core/evaluate/prediction_table.h"

#include <map>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

struct ClassificationSummary {
    double accuracy = 0;
    double f1 = 0;
    double matthews = 0;
    double precision = 0;
    double recall = 0;
    std::optional<double> areaUnderRoc; // nothing when a class does not occur

    // accuracy, f1, matthews_correlation, precision, recall, auroc; the last one NaN when there is
    // none.
    std::map<std::string, double> values() const;
};

// At least one prediction.
ClassificationSummary summarize(const PredictionTable &table);

// The values, "confusion" (rows: true classes) and "labels"; auroc null when there is none.
nlohmann::json describe(const PredictionTable &table);

// Fills predicted with the classes of the largest probabilities, the first one of equals.
void predictLargest(PredictionTable &table);

// The layout that readPredictions takes. Atomic. Throws DiskError.
void writePredictions(const std::filesystem::path &file, const PredictionTable &table);

} // namespace helicase
