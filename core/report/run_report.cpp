#include "core/report/run_report.h"

#include "core/base/text.h"
#include "core/report/chart.h"
#include "core/report/html_page.h"
#include "core/report/svg.h"
#include "core/run/run_folder.h"
#include "core/run/run_values.h"

#include <cmath>
#include <map>

namespace helicase {

namespace {

// Values by step.
using Curves = std::map<std::string, std::map<int64_t, double>>;

Curves readCurves(const RunFolder &run)
{
    Curves curves;
    forEachMetrics(run.events(), [&](const Event &event) {
        for (const auto &[name, value] : event.metrics)
            curves[name][event.step] = value;
    });
    return curves;
}

Series seriesOf(const std::map<int64_t, double> &curve, std::string name, size_t colour)
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

void addLossChart(HtmlPage &page, const std::string &name, const Curves &curves)
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

void addRateChart(HtmlPage &page, const std::string &name, const Curves &curves)
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

std::string lastOf(const Curves &curves, const std::string &name)
{
    const auto found = curves.find(name);
    return found == curves.end() || found->second.empty() ? "" : shortNumber(found->second.rbegin()->second, 4);
}

} // namespace

void addRun(HtmlPage &page, const std::filesystem::path &runFolder)
{
    const RunSummary summary = summarizeRun(runFolder);
    const Curves curves = readCurves(RunFolder(runFolder));
    page.heading("Run " + summary.name);
    std::vector<std::vector<std::string>> rows{{"Quantity", "Value"}};
    rows.push_back({"Task", summary.task});
    rows.push_back({"State", std::string(nameOf(summary.state))});
    rows.push_back({"Steps", std::to_string(summary.step) + " of " + std::to_string(summary.totalSteps)});
    for (const auto &[name, curve] : curves) {
        if (!name.starts_with("validation/") || curve.empty())
            continue;
        rows.push_back({name + ", first", shortNumber(curve.begin()->second, 4)});
        rows.push_back({name + ", last", lastOf(curves, name)});
    }
    page.table(rows);
    addLossChart(page, summary.name, curves);
    addRateChart(page, summary.name, curves);
    page.code(summary.commandLine);
}

} // namespace helicase
