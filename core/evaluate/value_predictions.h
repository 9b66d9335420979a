// Predictions of a regression, one per example, as `helicase train classify` and
// `helicase evaluate classify` write them: a TSV with the columns line, label and predicted. And
// what they are worth. Values are in the unit of the labels. Plain values; thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

struct ValuePredictions {
    std::vector<int64_t> lines; // where the example stands in the data file, 1-based
    std::vector<double> measured;
    std::vector<double> predicted;

    int64_t size() const { return static_cast<int64_t>(measured.size()); }
};

// Throws InputError with the line for a file that is no such table: other columns, a cell that is
// no finite number, no rows.
ValuePredictions readValuePredictions(const std::filesystem::path &file);

// The layout that readValuePredictions takes. Atomic. Throws DiskError.
void writeValuePredictions(const std::filesystem::path &file, const ValuePredictions &predictions);

struct ValueScores {
    std::optional<double> pearson; // nothing when either side is constant
    std::optional<double> spearman;
    double meanSquaredError = 0; // in the unit of the labels, squared

    // pearson, spearman, mean_squared_error; NaN where there is none.
    std::map<std::string, double> values() const;
};

// At least one prediction.
ValueScores valueScores(const ValuePredictions &predictions);

// The scores; null where there is none.
nlohmann::json describe(const ValuePredictions &predictions);

// The examples, those with the largest errors first.
std::vector<int64_t> rowsByError(const ValuePredictions &predictions);

} // namespace helicase
