// helicase runs show RUN...: what a run was told, what it read, what it saved and what it measured.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/runs_arguments.h"
#include "core/base/grouped_number.h"
#include "core/base/pace.h"
#include "core/base/tsv.h"
#include "core/run/run_digest.h"
#include "core/run/run_inputs.h"
#include "core/run/run_settings.h"
#include "core/run/training_options.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace helicase {

namespace {

OptionTable tableOf(const std::string &task)
{
    const bool isKnown = std::ranges::find(trainingTasks(), task) != trainingTasks().end();
    return isKnown ? trainingOptions(task).with(commonOptions()) : commonOptions();
}

nlohmann::json describeOptions(const RunFolder &run, const std::string &task)
{
    const std::vector<RunSetting> options = recordedOptionsOf(run);
    nlohmann::json changed = nlohmann::json::array();
    for (const RunSetting &option : changedOptions(options, tableOf(task)))
        changed.push_back({{"name", option.name}, {"value", option.value}});
    return {{"of", options.size()}, {"changed", changed}};
}

nlohmann::json describeInputs(const RunFolder &run)
{
    nlohmann::json inputs = nlohmann::json::array();
    for (const RecordedInput &input : recordedInputs(run))
        inputs.push_back({{"path", input.path.string()},
                          {"size", input.size},
                          {"sha256", input.sha256},
                          {"state", nameOf(compareWithDisk(input))}});
    return inputs;
}

nlohmann::json describeCheckpoints(const RunFolder &run)
{
    const auto best = pointedStep(run, "best");
    nlohmann::json checkpoints = nlohmann::json::array();
    for (const CheckpointEntry &checkpoint : listCheckpoints(run)) {
        const auto mistake = verifyCheckpoint(checkpoint.folder);
        checkpoints.push_back({{"step", checkpoint.step},
                               {"state", mistake ? "broken" : "intact"},
                               {"best", checkpoint.step == best}});
        if (mistake)
            checkpoints.back()["mistake"] = *mistake;
    }
    return checkpoints;
}

nlohmann::json describeMetrics(const MetricSummaries &metrics)
{
    nlohmann::json described = nlohmann::json::object();
    for (const auto &[name, metric] : metrics)
        described[name] = {{"values", metric.count},
                           {"not_finite", metric.notFinite},
                           {"last", toJson(metric.last)},
                           {"minimum", toJson(metric.minimum)},
                           {"maximum", toJson(metric.maximum)}};
    return described;
}

nlohmann::json describe(const RunDigest &digest)
{
    const RunFolder run(digest.summary().folder);
    nlohmann::json described = toJson(digest.summary());
    described["options"] = describeOptions(run, digest.summary().task);
    described["inputs"] = describeInputs(run);
    described["checkpoints"] = describeCheckpoints(run);
    described["metrics"] = describeMetrics(digest.metrics());
    return described;
}

std::string textOf(const nlohmann::json &value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// Its further lines stand below the first one.
std::string indented(const std::string &note)
{
    std::string text;
    for (const char c : note)
        text += c == '\n' ? "\n            " : std::string(1, c);
    return text;
}

void printFacts(const RunSummary &run)
{
    const auto print = [](const char *name, const std::string &value) {
        if (!value.empty())
            std::cout << name << value << '\n';
    };
    print("run         ", run.name);
    print("folder      ", run.folder.string());
    print("note        ", indented(run.note));
    print("task        ", run.task);
    print("state       ", std::string(nameOf(run.state)));
    print("message     ", run.message);
    print("started     ", momentText(run.started));
    print("duration    ", durationText(run.duration(nowSeconds())));
    print("last event  ", momentText(run.lastEvent));
    print("steps       ", grouped(run.step) + " of " + grouped(run.totalSteps));
    print("command     ", run.commandLine);
}

void printOptions(const nlohmann::json &options)
{
    std::cout << "\noptions that differ from their defaults: " << options["changed"].size()
              << " of " << options["of"] << '\n';
    for (const nlohmann::json &option : options["changed"])
        std::cout << "  " << textOf(option["name"]) << ": " << textOf(option["value"]) << '\n';
}

void printInputs(const nlohmann::json &inputs)
{
    std::cout << "\ninputs: " << inputs.size() << '\n';
    for (const nlohmann::json &input : inputs)
        std::cout << "  " << textOf(input["state"]) << "  " << textOf(input["path"]) << "  "
                  << grouped(input["size"].get<int64_t>()) << " bytes\n";
}

void printCheckpoints(const nlohmann::json &checkpoints)
{
    std::cout << "\ncheckpoints: " << checkpoints.size() << '\n';
    for (const nlohmann::json &checkpoint : checkpoints) {
        std::cout << "  " << textOf(checkpoint["state"]) << "  "
                  << grouped(checkpoint["step"].get<int64_t>());
        if (checkpoint["best"])
            std::cout << "  best";
        if (const auto mistake = checkpoint.find("mistake"); mistake != checkpoint.end())
            std::cout << "  " << textOf(*mistake);
        std::cout << '\n';
    }
}

void printMetrics(const MetricSummaries &metrics)
{
    TsvTable table{.columns = {"metric", "values", "last", "at step", "minimum", "at step",
                               "maximum", "at step"}};
    const auto add = [](std::vector<std::string> &row, const std::optional<StepValue> &point) {
        row.push_back(point ? figureText(point->value) : "");
        row.push_back(point ? grouped(point->step) : "");
    };
    for (const auto &[name, metric] : metrics) {
        std::vector<std::string> row{name, grouped(metric.count)};
        for (const auto &point : {std::optional(metric.last), metric.minimum, metric.maximum})
            add(row, point);
        table.rows.push_back(std::move(row));
    }
    std::cout << '\n' << alignedText(table);
}

} // namespace

ExitStatus runRunsShow(const CommandLine &line)
{
    const auto folders = requiredRuns(line.inputs, "runs show");
    nlohmann::json all = nlohmann::json::array();
    for (const auto &folder : folders) {
        RunDigest digest(folder);
        digest.update();
        nlohmann::json described = describe(digest);
        if (line.options.flag("json")) {
            all.push_back(std::move(described));
            continue;
        }
        if (folder != folders.front())
            std::cout << '\n';
        printFacts(digest.summary());
        printOptions(described["options"]);
        printInputs(described["inputs"]);
        printCheckpoints(described["checkpoints"]);
        printMetrics(digest.metrics());
    }
    if (line.options.flag("json"))
        std::cout << all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
