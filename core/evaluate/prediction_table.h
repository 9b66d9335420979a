// Predictions of a classifier, one per example, as `helicase train classify` and
// `helicase evaluate classify` write them: a TSV with the columns line, label and predicted, then
// probability.CLASS for each class. And what can be counted from them. Plain values; thread-safe.
#pragma once

#include "core/base/matrix.h"
#include "core/evaluate/ranking_curves.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

struct PredictionTable {
    std::vector<std::string> classes;
    std::vector<int64_t> lines;     // where the example stands in the data file, 1-based
    std::vector<int64_t> truth;     // number of the class
    std::vector<int64_t> predicted; // number of the class
    Matrix probabilities;           // [examples, classes], each 0 to 1

    int64_t size() const { return static_cast<int64_t>(truth.size()); }
};

// Throws InputError with the line for a file that is no such table: missing columns, fewer than two
// classes, a label that is none of them, a probability outside 0 to 1, no rows.
PredictionTable readPredictions(const std::filesystem::path &file);

// Examples by their class (rows) and their predicted class (columns).
std::vector<std::vector<int64_t>> confusionMatrix(const PredictionTable &table);

// One class against all others.
struct ClassRanking {
    std::vector<RankingPoint> roc;             // empty when one kind is missing
    std::vector<RankingPoint> precisionRecall; // empty when no example is of the class
    std::optional<double> areaUnderRoc;
    std::optional<double> averagePrecision;
    int64_t positives = 0;
};

ClassRanking rankingOfClass(const PredictionTable &table, int64_t classNumber);

// Mean over the classes against all others; of two classes that of the second, which is the same.
// Nothing unless it exists for every class.
std::optional<double> meanAreaUnderRoc(const PredictionTable &table);

// The wrongly predicted examples, those first whose wrong class got the highest probability.
std::vector<int64_t> mistakesByConfidence(const PredictionTable &table);

} // namespace helicase
