#include "core/report/classification_report.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/report/chart.h"
#include "core/report/report_page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

using Json = nlohmann::json;

// Class numbers of more classes cannot be told apart by their colours.
constexpr size_t mostCurves = 8;

void addFigure(ReportPage &page, const std::filesystem::path &folder, const std::string &name,
               const std::string &svg)
{
    writeFileAtomically(folder / "figures" / (name + ".svg"), svg);
    page.figure(svg);
}

MatrixChart confusionOf(const Json &candidate)
{
    const Json &counts = candidate.at("details").at("classification");
    MatrixChart chart{.title =
                          "True and predicted classes: " + candidate.at("label").get<std::string>(),
                      .note = "Rows: true class; columns: predicted class"};
    chart.rows = counts.at("labels").get<std::vector<std::string>>();
    chart.columns = chart.rows;
    chart.values = counts.at("confusion").get<std::vector<std::vector<double>>>();
    return chart;
}

LineChart emptyRoc(const std::string &title)
{
    LineChart chart{.title = title,
                    .xTitle = "False positive rate",
                    .yTitle = "True positive rate",
                    .width = 460,
                    .height = 400};
    return chart;
}

void addDiagonal(LineChart &chart)
{
    chart.series.push_back(
        {.name = "chance", .x = {0, 1}, .y = {0, 1}, .dashed = true, .colour = mostCurves - 1});
}

// The rows of roc.tsv that follow each other with the same candidate and class.
struct Curve {
    std::string candidate;
    std::string label;
    Series series;
};

std::vector<Curve> curvesOf(const std::filesystem::path &file)
{
    const TsvTable table = readTsv(file);
    if (table.columns.size() != 4)
        throw InputError("is no table of ROC curves (expected 4 columns)", {.file = file});
    std::vector<Curve> curves;
    for (const auto &row : table.rows) {
        if (curves.empty() || curves.back().candidate != row[0] || curves.back().label != row[1])
            curves.push_back({.candidate = row[0], .label = row[1]});
        curves.back().series.x.push_back(parseReal(row[2]).value_or(0));
        curves.back().series.y.push_back(parseReal(row[3]).value_or(0));
    }
    return curves;
}

// One picture of all candidates where each has one curve, else one picture per candidate.
std::vector<LineChart> rocCharts(std::vector<Curve> curves)
{
    const auto hasSeveral = std::ranges::adjacent_find(curves, {}, &Curve::candidate);
    const bool isBinary = hasSeveral == curves.end();
    std::vector<LineChart> charts;
    std::string shown;
    for (Curve &curve : curves) {
        const std::string group = isBinary ? std::string() : curve.candidate;
        if (charts.empty() || group != shown)
            charts.push_back(emptyRoc(isBinary ? "ROC: class " + curve.label
                                               : "ROC of each class: " + curve.candidate));
        shown = group;
        LineChart &chart = charts.back();
        if (chart.series.size() + 1 >= mostCurves)
            continue;
        curve.series.name = isBinary ? curve.candidate : curve.label;
        curve.series.colour = chart.series.size();
        chart.series.push_back(std::move(curve.series));
    }
    for (LineChart &chart : charts)
        addDiagonal(chart);
    return charts;
}

} // namespace

void addClassification(ReportPage &page, const std::filesystem::path &evaluationFolder,
                       const Json &metrics)
{
    const std::filesystem::path file = evaluationFolder / "metrics.json";
    try {
        for (const Json &candidate : metrics.at("candidates"))
            addFigure(page, evaluationFolder,
                      "confusion_" + candidate.at("name").get<std::string>(),
                      drawMatrix(confusionOf(candidate)));
    } catch (const Json::exception &error) {
        throw InputError(error.what(), {.file = file}, "repeat the evaluation");
    }
    const std::filesystem::path curves = evaluationFolder / "roc.tsv";
    if (!std::filesystem::exists(curves))
        return;
    size_t number = 0;
    for (const LineChart &chart : rocCharts(curvesOf(curves)))
        addFigure(page, evaluationFolder, "roc_" + std::to_string(++number), drawLines(chart));
}

} // namespace helicase
