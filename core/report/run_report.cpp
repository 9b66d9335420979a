#include "core/report/run_report.h"

#include "core/base/text.h"
#include "core/report/chart.h"
#include "core/report/report_page.h"
#include "core/report/svg.h"
#include "core/run/run_digest.h"

#include <cmath>
#include <map>

namespace helicase {

namespace {

using Curves = std::map<std::string, std::vector<StepValue>>;

bool isShown(const std::string &metric)
{
    return metric == "train/loss" || metric == "learning_rate" || metric.starts_with("validation/");
}

// Which metrics a run has is known when its events have been read: they are read again for the curves,
// which are thinned, so that a page stays small however long the run was.
Curves readCurves(const RunDigest &digest)
{
    DigestRequest request;
    for (const auto &[name, metric] : digest.metrics())
        if (isShown(name))
            request.curves.push_back(name);
    RunDigest again(digest.summary().folder, request);
    again.update();
    Curves curves;
    for (const auto &[name, curve] : again.curves())
        curves[name] = curve.points();
    return curves;
}

Series seriesOf(const std::vector<StepValue> &curve, std::string name, size_t colour)
{
    Series series{.name = std::move(name), .colour = colour};
    for (const auto &[step, value] : curve) {
        series.x.push_back(static_cast<double>(step));
        series.y.push_back(value);
    }
    return series;
}

// Exponential smoothing, corrected for its start.
Series smoothed(Series series, double factor)
{
    double sum = 0, weight = 0;
    for (double &value : series.y) {
        if (!std::isfinite(value))
            continue;
        sum = factor * sum + (1 - factor) * value;
        weight = factor * weight + (1 - factor);
        value = sum / weight;
    }
    return series;
}

void addLossChart(ReportPage &page, const std::string &name, const Curves &curves)
{
    LineChart chart{.title = name + ": loss", .xTitle = "Step", .yTitle = "Loss"};
    if (const auto train = curves.find("train/loss"); train != curves.end()) {
        Series raw = seriesOf(train->second, "training", 0);
        raw.faint = true;
        chart.series.push_back(raw);
        raw.faint = false;
        raw.name = "training, smoothed";
        chart.series.push_back(smoothed(std::move(raw), 0.86));
    }
    if (const auto validation = curves.find("validation/loss"); validation != curves.end()) {
        Series series = seriesOf(validation->second, "validation", 3);
        series.dashed = series.markers = true;
        chart.series.push_back(std::move(series));
    }
    page.figure(drawLines(chart));
}

void addRateChart(ReportPage &page, const std::string &name, const Curves &curves)
{
    const auto rate = curves.find("learning_rate");
    if (rate == curves.end())
        return;
    page.figure(drawLines({.title = name + ": learning rate",
                           .xTitle = "Step",
                           .yTitle = "Learning rate",
                           .series = {seriesOf(rate->second, "learning rate", 0)},
                           .width = 420}));
}

} // namespace

void addRun(ReportPage &page, const std::filesystem::path &runFolder)
{
    RunDigest digest(runFolder);
    digest.update();
    const RunSummary &summary = digest.summary();
    const Curves curves = readCurves(digest);
    page.heading("Run " + summary.name);
    std::vector<std::vector<std::string>> rows{{"Quantity", "Value"}};
    rows.push_back({"Task", summary.task});
    rows.push_back({"State", std::string(nameOf(summary.state))});
    rows.push_back({"Steps", std::to_string(summary.step) + " of " + std::to_string(summary.totalSteps)});
    for (const auto &[name, metric] : digest.metrics()) {
        if (!name.starts_with("validation/"))
            continue;
        rows.push_back({name + ", first", shortNumber(metric.first.value, 4)});
        rows.push_back({name + ", last", shortNumber(metric.last.value, 4)});
    }
    page.table(rows);
    addLossChart(page, summary.name, curves);
    addRateChart(page, summary.name, curves);
    page.code(summary.commandLine);
}

} // namespace helicase
