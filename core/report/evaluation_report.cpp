#include "core/report/evaluation_report.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/report/chart.h"
#include "core/report/classification_report.h"
#include "core/report/html_document.h"
#include "core/report/regression_report.h"
#include "core/report/svg.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace helicase {

namespace {

using Json = nlohmann::json;

std::string textOf(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_array()) {
        std::vector<std::string> parts;
        std::ranges::transform(value, std::back_inserter(parts), textOf);
        return join(parts, ", ");
    }
    return value.dump();
}

std::optional<TsvTable> tableIn(const std::filesystem::path &folder, const std::string &name)
{
    if (!std::filesystem::exists(folder / name))
        return std::nullopt;
    return readTsv(folder / name);
}

std::vector<std::vector<std::string>> rowsOf(const TsvTable &table, size_t most = 200)
{
    std::vector<std::vector<std::string>> rows{table.columns};
    rows.insert(rows.end(), table.rows.begin(),
                table.rows.begin() + static_cast<ptrdiff_t>(std::min(most, table.rows.size())));
    return rows;
}

// A page bears about ten columns; what is wider is shown with a line per metric instead.
std::vector<std::vector<std::string>> fittingThePage(const std::vector<std::vector<std::string>> &rows)
{
    constexpr size_t mostColumns = 10;
    if (rows.front().size() <= mostColumns)
        return rows;
    std::vector<std::vector<std::string>> turned(rows.front().size());
    for (const auto &row : rows)
        for (size_t column = 0; column < row.size(); ++column)
            turned[column].push_back(row[column]);
    return turned;
}

std::string percentOf(const std::string &share)
{
    const auto value = parseReal(share);
    return value ? shortNumber(100 * *value, 1) : share;
}

// bins.tsv for readers: shares become percentages.
std::vector<std::vector<std::string>> binRows(const TsvTable &table)
{
    auto rows = rowsOf(table);
    for (std::string &title : rows.front())
        std::ranges::replace(title, '_', ' ');
    for (const std::string name : {"completeness", "contamination", "contig_completeness", "contig_purity"}) {
        const int column = table.column(name);
        if (column < 0)
            continue;
        const auto place = static_cast<size_t>(column);
        rows.front()[place] += " (%)";
        for (size_t row = 1; row < rows.size(); ++row)
            rows[row][place] = percentOf(rows[row][place]);
    }
    return rows;
}

void addFigure(ReportPage &page, const std::filesystem::path &folder, const std::string &name, const std::string &svg)
{
    writeFileAtomically(folder / "figures" / (name + ".svg"), svg);
    page.figure(svg);
}

// Columns threshold and one per candidate.
void addRecovered(ReportPage &page, const std::filesystem::path &folder, const TsvTable &table)
{
    BarChart chart{.title = "Bins recovered",
                   .xTitle = "Completeness at least (contamination below 10 %)",
                   .yTitle = "Bins"};
    chart.names.assign(table.columns.begin() + 1, table.columns.end());
    chart.values.resize(chart.names.size());
    for (const auto &row : table.rows) {
        chart.groups.push_back(row[0]);
        for (size_t c = 1; c < row.size(); ++c)
            chart.values[c - 1].push_back(parseReal(row[c]).value_or(0));
    }
    addFigure(page, folder, "bins_recovered", drawBars(chart));
}

// How many contigs of each species went to which bin, for one candidate's column of assignments.tsv.
MatrixChart countContigs(const TsvTable &table, size_t column)
{
    const auto species = static_cast<size_t>(table.column("species"));
    std::set<std::string> names;
    std::set<int64_t> bins;
    std::map<std::pair<std::string, int64_t>, double> counts;
    for (const auto &row : table.rows) {
        const int64_t bin = parseInteger(row[column]).value_or(-1);
        names.insert(row[species]);
        if (bin >= 0)
            bins.insert(bin);
        ++counts[{row[species], bin}];
    }
    MatrixChart chart{.title = "Species and bins: " + table.columns[column],
                      .note = std::to_string(table.rows.size()) + " contigs; last column: unbinned"};
    chart.rows.assign(names.begin(), names.end());
    std::vector<int64_t> order(bins.begin(), bins.end());
    order.push_back(-1);
    for (const int64_t bin : order)
        chart.columns.push_back(bin < 0 ? "none" : "bin " + std::to_string(bin));
    for (const std::string &name : chart.rows) {
        auto &row = chart.values.emplace_back();
        for (const int64_t bin : order)
            row.push_back(counts[{name, bin}]);
    }
    return chart;
}

void addAssignments(ReportPage &page, const std::filesystem::path &folder, const TsvTable &table)
{
    if (table.column("species") < 0)
        return;
    for (size_t c = 3; c < table.columns.size(); ++c)
        addFigure(page, folder, "species_bins_" + table.columns[c], drawMatrix(countContigs(table, c)));
}

// predictions.tsv: window, position, measured, then one column per candidate.
void addPredictions(ReportPage &page, const std::filesystem::path &folder, const TsvTable &table)
{
    std::map<std::string, std::vector<const std::vector<std::string> *>> windows;
    for (const auto &row : table.rows)
        windows[row[0]].push_back(&row);
    size_t number = 0;
    for (const auto &[window, rows] : windows) {
        LineChart chart{.title = "Window " + window, .xTitle = "Base in window", .yTitle = "Score"};
        for (size_t c = 2; c < table.columns.size(); ++c) {
            Series series{.name = table.columns[c], .dashed = c == 2, .colour = c - 2};
            for (const auto *row : rows) {
                series.x.push_back(parseReal((*row)[1]).value_or(0));
                series.y.push_back(parseReal((*row)[c]).value_or(0));
            }
            chart.series.push_back(std::move(series));
        }
        addFigure(page, folder, "window_" + std::to_string(++number), drawLines(chart));
    }
}

// learning_curve.tsv: candidate, shots, macro_f1, low, high. Numbers of contigs are spread evenly for
// the eye: each about twice the one before.
void addLearningCurve(ReportPage &page, const std::filesystem::path &folder, const TsvTable &table)
{
    LineChart chart{.title = "Learning curve",
                    .xTitle = "Training contigs per species",
                    .yTitle = "Macro-F1 with 95 % interval"};
    for (const auto &row : table.rows) {
        if (chart.series.empty() || chart.series.back().name != row[0])
            chart.series.push_back({.name = row[0], .markers = true, .colour = chart.series.size()});
        Series &series = chart.series.back();
        const double shots = parseReal(row[1]).value_or(1);
        series.x.push_back(std::log2(std::max(shots, 1.0)));
        series.y.push_back(parseReal(row[2]).value_or(0));
        series.low.push_back(parseReal(row[3]).value_or(series.y.back()));
        series.high.push_back(parseReal(row[4]).value_or(series.y.back()));
        if (chart.series.size() == 1)
            chart.xTicks.push_back({series.x.back(), row[1]});
    }
    addFigure(page, folder, "learning_curve", drawLines(chart));
}

void addTerms(ReportPage &page, const Json &metrics, const char *member, const char *title)
{
    const auto found = metrics.find(member);
    if (found == metrics.end() || !found->is_object() || found->empty())
        return;
    page.heading(title, 3);
    std::vector<std::pair<std::string, std::string>> entries;
    for (const auto &[name, value] : found->items())
        entries.emplace_back(value.is_object() ? value.value("label", name) : name,
                             value.is_object() ? value.value("formula", value.dump()) : textOf(value));
    page.terms(entries);
}

std::string titleOf(const std::string &task)
{
    if (task == "binning")
        return "Binning";
    if (task == "bins")
        return "Bins";
    if (task == "binding")
        return "TF binding";
    if (task == "classify")
        return "Classification";
    if (task == "gue")
        return "GUE";
    if (task == "few-shot")
        return "Few-shot classification";
    return task == "clustering" ? "Clustering" : task;
}

} // namespace

int64_t finishedAt(const std::filesystem::path &evaluationFolder)
{
    const std::filesystem::path file = evaluationFolder / "metrics.json";
    if (!std::filesystem::exists(file))
        return 0;
    const Json metrics = readJsonFile(file);
    const bool isDated = metrics.is_object() && metrics.contains("finished") && metrics["finished"].is_number();
    return isDated ? metrics["finished"].get<int64_t>() : 0;
}

void addEvaluation(ReportPage &page, const std::filesystem::path &evaluationFolder)
{
    const std::filesystem::path file = evaluationFolder / "metrics.json";
    const Json metrics = readJsonFile(file);
    if (!metrics.is_object() || !metrics.contains("task"))
        throw InputError("is no result of an evaluation (member task is missing)", {.file = file});
    const std::string title =
        metrics.contains("regression") ? "Regression" : titleOf(metrics.value("task", ""));
    page.heading(title + " (" + evaluationFolder.filename().string() + ")");
    if (const auto sentence = metrics.find("difference"); sentence != metrics.end()) {
        if (sentence->is_string())
            page.paragraph(sentence->get<std::string>());
        else if (sentence->is_object() && sentence->contains("sentence"))
            page.paragraph(textOf(sentence->at("sentence")));
    }
    if (const auto summary = tableIn(evaluationFolder, "summary.tsv"))
        page.table(fittingThePage(rowsOf(*summary)));
    if (const auto notes = metrics.find("notes"); notes != metrics.end() && notes->is_array())
        for (const Json &note : *notes)
            page.note(textOf(note));
    if (const auto intervals = tableIn(evaluationFolder, "intervals.tsv")) {
        page.heading("95 % intervals", 3);
        page.table(rowsOf(*intervals));
    }
    if (const auto curve = tableIn(evaluationFolder, "learning_curve.tsv"))
        addLearningCurve(page, evaluationFolder, *curve);
    if (const auto bins = tableIn(evaluationFolder, "bins.tsv"))
        page.table(binRows(*bins));
    if (const auto recovered = tableIn(evaluationFolder, "recovered.tsv"))
        addRecovered(page, evaluationFolder, *recovered);
    if (const auto levels = tableIn(evaluationFolder, "levels.tsv")) {
        page.heading("Bins by completeness and contamination", 3);
        page.table(rowsOf(*levels));
    }
    if (const auto counts = tableIn(evaluationFolder, "published.tsv")) {
        page.heading("Species by F1 and recall, contigs in bins", 3);
        page.table(fittingThePage(rowsOf(*counts)));
    }
    if (const auto assignments = tableIn(evaluationFolder, "assignments.tsv"))
        addAssignments(page, evaluationFolder, *assignments);
    if (metrics.contains("regression"))
        addRegression(page, evaluationFolder, metrics);
    else if (metrics.value("task", "") == "classify")
        addClassification(page, evaluationFolder, metrics);
    else if (const auto predictions = tableIn(evaluationFolder, "predictions.tsv"))
        addPredictions(page, evaluationFolder, *predictions);
    addTerms(page, metrics, "definitions", "Definitions");
    addTerms(page, metrics, "provenance", "Provenance");
}

void writeEvaluationReport(const std::filesystem::path &evaluationFolder)
{
    ReportPage page("Evaluation " + evaluationFolder.filename().string());
    addEvaluation(page, evaluationFolder);
    writeFileAtomically(evaluationFolder / "report.html", htmlDocument(page));
}

} // namespace helicase
