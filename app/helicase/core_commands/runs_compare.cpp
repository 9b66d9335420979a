// helicase runs compare RUN RUN...: how runs differ in what they were told and in what they
// measured.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/runs_arguments.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/run/run_digest.h"
#include "core/run/run_settings.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <set>

namespace helicase {

namespace {

struct Comparison {
    std::vector<std::string> names;
    std::vector<int64_t> chosenSteps;
    std::vector<ComparedSetting> settings;
    size_t settingsInAll = 0;
    std::set<std::string> metrics;
    std::vector<MetricSummaries> runs;
};

// A figure of a metric, and how it is read from a summary.
struct Figure {
    std::string name; // "last", "minimum", "at 100"
    std::function<std::optional<StepValue>(const MetricSummary &)> of;
};

std::vector<int64_t> chosenSteps(const OptionValues &options)
{
    std::vector<int64_t> steps;
    for (const std::string &text : options.list("at-step")) {
        const auto step = parseInteger(text);
        if (!step)
            throw OptionError("at-step", printable(text) + " is no step",
                              "write whole numbers, separated by commas");
        steps.push_back(*step);
    }
    return steps;
}

// Leaves the named ones; all when none is named.
void chooseMetrics(std::set<std::string> &metrics, const std::vector<std::string> &names)
{
    const std::vector<std::string> known(metrics.begin(), metrics.end());
    for (const std::string &name : names) {
        if (metrics.contains(name))
            continue;
        const auto nearest = nearestName(name, known);
        throw OptionError("metrics", "no run has a metric " + printable(name),
                          nearest ? "did you mean " + *nearest + "?"
                                  : "leave the option out to see them all");
    }
    if (!names.empty())
        metrics = {names.begin(), names.end()};
}

Comparison compare(const CommandLine &line)
{
    const auto folders = requiredRuns(line.inputs, "runs compare");
    if (folders.size() < 2)
        throw Error("one run alone cannot be compared", "helicase runs compare RUN RUN...",
                    ExitStatus::WrongUsage);
    Comparison comparison{.names = distinctNames(folders)};
    comparison.chosenSteps = chosenSteps(line.options);
    std::vector<std::vector<RunSetting>> settings;
    for (const auto &folder : folders) {
        RunDigest digest(folder, {.steps = comparison.chosenSteps});
        digest.update();
        settings.push_back(recordedSettings(RunFolder(folder)));
        comparison.runs.push_back(digest.metrics());
        for (const auto &[name, metric] : digest.metrics())
            comparison.metrics.insert(name);
    }
    chooseMetrics(comparison.metrics, line.options.list("metrics"));
    comparison.settings = compareSettings(settings);
    comparison.settingsInAll = comparison.settings.size();
    if (!line.options.flag("all"))
        std::erase_if(comparison.settings,
                      [](const ComparedSetting &setting) { return !setting.differs(); });
    return comparison;
}

std::vector<Figure> figuresOf(const Comparison &comparison)
{
    std::vector<Figure> figures{
        {"last", [](const MetricSummary &metric) { return std::optional(metric.last); }},
        {"minimum", [](const MetricSummary &metric) { return metric.minimum; }},
        {"maximum", [](const MetricSummary &metric) { return metric.maximum; }}};
    for (size_t i = 0; i < comparison.chosenSteps.size(); ++i)
        figures.push_back({"at " + std::to_string(comparison.chosenSteps[i]),
                           [i](const MetricSummary &metric) { return metric.at[i]; }});
    return figures;
}

std::optional<StepValue> valueOf(const MetricSummaries &metrics, const std::string &name,
                                 const Figure &figure)
{
    const auto found = metrics.find(name);
    return found == metrics.end() ? std::nullopt : figure.of(found->second);
}

void printText(const Comparison &comparison)
{
    std::cout << "settings that differ: " << comparison.settings.size() << " of "
              << comparison.settingsInAll << "\n\n";
    TsvTable settings{.columns = {"setting"}};
    settings.columns.insert(settings.columns.end(), comparison.names.begin(),
                            comparison.names.end());
    for (const ComparedSetting &setting : comparison.settings) {
        std::vector<std::string> row{setting.name};
        for (const auto &value : setting.values)
            row.push_back(value.value_or("not set"));
        settings.rows.push_back(std::move(row));
    }
    std::cout << alignedText(settings) << '\n';
    TsvTable metrics{.columns = {"metric", "run"}};
    const std::vector<Figure> figures = figuresOf(comparison);
    for (const Figure &figure : figures)
        metrics.columns.insert(metrics.columns.end(), {figure.name, "at step"});
    for (const std::string &name : comparison.metrics) {
        for (size_t run = 0; run < comparison.runs.size(); ++run) {
            std::vector<std::string> row{name, comparison.names[run]};
            for (const Figure &figure : figures) {
                const auto value = valueOf(comparison.runs[run], name, figure);
                row.push_back(value ? figureText(value->value) : "");
                row.push_back(value ? std::to_string(value->step) : "");
            }
            metrics.rows.push_back(std::move(row));
        }
    }
    std::cout << alignedText(metrics);
}

std::string plainCell(std::string text)
{
    for (char &c : text)
        if (c == '\t' || c == '\n')
            c = ' ';
    return text;
}

// One table: a line per setting or figure, a column per run.
void printTsv(const Comparison &comparison)
{
    const auto print = [](std::vector<std::string> cells) {
        for (std::string &cell : cells)
            cell = plainCell(std::move(cell));
        std::cout << join(cells, "\t") << '\n';
    };
    std::vector<std::string> header{"kind", "name", "figure"};
    header.insert(header.end(), comparison.names.begin(), comparison.names.end());
    print(header);
    for (const ComparedSetting &setting : comparison.settings) {
        std::vector<std::string> row{"setting", setting.name, "value"};
        for (const auto &value : setting.values)
            row.push_back(value.value_or(""));
        print(row);
    }
    for (const std::string &name : comparison.metrics) {
        for (const Figure &figure : figuresOf(comparison)) {
            std::vector<std::string> values{"metric", name, figure.name};
            std::vector<std::string> steps{"metric", name, figure.name + ", step"};
            for (const MetricSummaries &run : comparison.runs) {
                const auto value = valueOf(run, name, figure);
                values.push_back(value ? figureText(value->value) : "");
                steps.push_back(value ? std::to_string(value->step) : "");
            }
            print(values);
            print(steps);
        }
    }
}

void printJson(const Comparison &comparison)
{
    nlohmann::json settings = nlohmann::json::object();
    for (const ComparedSetting &setting : comparison.settings)
        for (const auto &value : setting.values)
            settings[setting.name].push_back(value ? nlohmann::json(*value) : nlohmann::json());
    nlohmann::json metrics = nlohmann::json::object();
    for (const std::string &name : comparison.metrics)
        for (const Figure &figure : figuresOf(comparison))
            for (const MetricSummaries &run : comparison.runs)
                metrics[name][figure.name].push_back(toJson(valueOf(run, name, figure)));
    const nlohmann::json all{{"runs", comparison.names},
                             {"settings", settings},
                             {"settings_in_all", comparison.settingsInAll},
                             {"metrics", metrics}};
    std::cout << all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

} // namespace

ExitStatus runRunsCompare(const CommandLine &line)
{
    const Comparison comparison = compare(line);
    const std::string &format = line.options.text("format");
    if (format == "json")
        printJson(comparison);
    else if (format == "tsv")
        printTsv(comparison);
    else
        printText(comparison);
    return ExitStatus::Done;
}

} // namespace helicase
