#include "core/evaluate/value_predictions.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/evaluate/score_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

namespace helicase {

namespace {

const std::vector<std::string> columnNames{"line", "label", "predicted"};

double finiteNumber(const std::string &cell, Place place)
{
    const auto value = parseReal(cell);
    if (!value || !std::isfinite(*value))
        throw InputError(printable(cell) + " is no finite number", std::move(place));
    return *value;
}

double errorOf(const ValuePredictions &predictions, int64_t row)
{
    const auto place = static_cast<size_t>(row);
    return std::abs(predictions.predicted[place] - predictions.measured[place]);
}

} // namespace

ValuePredictions readValuePredictions(const std::filesystem::path &file)
{
    const TsvTable table = readTsv(file);
    if (table.columns != columnNames)
        throw InputError("is no table of predicted values (expected the columns line, label and "
                         "predicted)",
                         {.file = file, .line = 1},
                         "such tables come from helicase train classify with data.task regression");
    if (table.rows.empty())
        throw InputError("has no predictions", {.file = file, .line = 1});
    ValuePredictions predictions;
    for (size_t row = 0; row < table.rows.size(); ++row) {
        const auto &cells = table.rows[row];
        const Place place{.file = file, .line = static_cast<int64_t>(row) + 2};
        const auto line = parseInteger(cells[0]);
        if (!line || *line < 1)
            throw InputError(printable(cells[0]) + " is no line number", place);
        predictions.lines.push_back(*line);
        predictions.measured.push_back(finiteNumber(cells[1], place));
        predictions.predicted.push_back(finiteNumber(cells[2], place));
    }
    return predictions;
}

void writeValuePredictions(const std::filesystem::path &file, const ValuePredictions &predictions)
{
    TsvTable table{.columns = columnNames};
    for (size_t row = 0; row < predictions.measured.size(); ++row)
        table.rows.push_back({std::to_string(predictions.lines[row]),
                              formatReal(predictions.measured[row]),
                              formatReal(predictions.predicted[row])});
    writeTsv(file, table);
}

std::map<std::string, double> ValueScores::values() const
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    return {{"pearson", pearson.value_or(none)},
            {"spearman", spearman.value_or(none)},
            {"mean_squared_error", meanSquaredError}};
}

ValueScores valueScores(const ValuePredictions &predictions)
{
    const std::vector<double> &measured = predictions.measured;
    const std::vector<double> &predicted = predictions.predicted;
    double squares = 0;
    for (size_t row = 0; row < measured.size(); ++row)
        squares += (predicted[row] - measured[row]) * (predicted[row] - measured[row]);
    return {.pearson = pearson(measured, predicted),
            .spearman = spearman(measured, predicted),
            .meanSquaredError = squares / static_cast<double>(measured.size())};
}

nlohmann::json describe(const ValuePredictions &predictions)
{
    nlohmann::json description;
    for (const auto &[name, value] : valueScores(predictions).values())
        description[name] = std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
    return description;
}

std::vector<int64_t> rowsByError(const ValuePredictions &predictions)
{
    std::vector<int64_t> rows(static_cast<size_t>(predictions.size()));
    std::iota(rows.begin(), rows.end(), int64_t{0});
    std::ranges::stable_sort(rows, std::greater(),
                             [&](int64_t row) { return errorOf(predictions, row); });
    return rows;
}

} // namespace helicase
