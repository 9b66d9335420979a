#include "core/evaluate/classification_summary.h"

#include "core/base/tsv.h"
#include "core/evaluate/classification_metrics.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

// The shortest text that reads back as the same float.
std::string shortText(float value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return std::string(text, end.ptr);
}

} // namespace

std::map<std::string, double> ClassificationSummary::values() const
{
    return {{"accuracy", accuracy},
            {"f1", f1},
            {"matthews_correlation", matthews},
            {"precision", precision},
            {"recall", recall},
            {"auroc", areaUnderRoc.value_or(std::numeric_limits<double>::quiet_NaN())}};
}

ClassificationSummary summarize(const PredictionTable &table)
{
    const ClassificationScores scores = classificationScores(table.truth, table.predicted);
    return {.accuracy = scores.accuracy,
            .f1 = scores.macro.f1,
            .matthews = scores.matthews,
            .precision = scores.macro.precision,
            .recall = scores.macro.recall,
            .areaUnderRoc = meanAreaUnderRoc(table)};
}

nlohmann::json describe(const PredictionTable &table)
{
    nlohmann::json description{{"confusion", confusionMatrix(table)}, {"labels", table.classes}};
    for (const auto &[name, value] : summarize(table).values())
        description[name] = std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
    return description;
}

void predictLargest(PredictionTable &table)
{
    table.predicted.clear();
    for (int64_t row = 0; row < table.probabilities.rows(); ++row) {
        const auto values = table.probabilities.row(row);
        table.predicted.push_back(std::ranges::max_element(values) - values.begin());
    }
}

void writePredictions(const std::filesystem::path &file, const PredictionTable &table)
{
    TsvTable cells{.columns = {"line", "label", "predicted"}};
    for (const std::string &name : table.classes)
        cells.columns.push_back("probability." + name);
    for (size_t row = 0; row < table.truth.size(); ++row) {
        auto &line = cells.rows.emplace_back(std::vector{
            std::to_string(table.lines[row]), table.classes[static_cast<size_t>(table.truth[row])],
            table.classes[static_cast<size_t>(table.predicted[row])]});
        for (const float probability : table.probabilities.row(static_cast<int64_t>(row)))
            line.push_back(shortText(probability));
    }
    writeTsv(file, cells);
}

} // namespace helicase
