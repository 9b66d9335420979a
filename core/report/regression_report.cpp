#include "core/report/regression_report.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/evaluate/value_predictions.h"
#include "core/report/chart.h"
#include "core/report/report_page.h"
#include "core/report/svg.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

using Json = nlohmann::json;

std::string noteOf(const ValuePredictions &predictions)
{
    const auto correlation = valueScores(predictions).pearson;
    return grouped(predictions.size()) + " examples" +
           (correlation ? ", Pearson r " + shortNumber(*correlation) : std::string()) +
           "; dashed: predicted = measured";
}

} // namespace

void addRegression(ReportPage &page, const std::filesystem::path &evaluationFolder,
                   const Json &metrics)
{
    try {
        for (const Json &candidate : metrics.at("candidates")) {
            const auto name = candidate.at("name").get<std::string>();
            const auto label = candidate.at("label").get<std::string>();
            ValuePredictions predictions =
                readValuePredictions(evaluationFolder / ("predictions_" + name + ".tsv"));
            ScatterChart chart{.title = "Predicted and measured: " + label,
                               .note = noteOf(predictions),
                               .xTitle = "Measured (unit of the labels)",
                               .yTitle = "Predicted (unit of the labels)"};
            chart.x = std::move(predictions.measured);
            chart.y = std::move(predictions.predicted);
            const std::string svg = drawScatter(chart);
            writeFileAtomically(evaluationFolder / "figures" / ("scatter_" + name + ".svg"), svg);
            page.figure(svg);
        }
    } catch (const Json::exception &error) {
        throw InputError(error.what(), {.file = evaluationFolder / "metrics.json"},
                         "repeat the evaluation");
    }
}

} // namespace helicase
