#include "app/helicase/core_commands/runs_arguments.h"

#include "core/base/error.h"
#include "core/run/event.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace helicase {

namespace {

std::vector<std::filesystem::path> runsOf(const std::filesystem::path &folder)
{
    if (std::filesystem::exists(RunFolder(folder).description()))
        return {folder};
    std::vector<std::filesystem::path> runs = findRuns(folder);
    for (auto &run : findRuns(folder / "runs"))
        runs.push_back(std::move(run));
    return runs;
}

} // namespace

std::vector<std::filesystem::path> runsIn(const std::vector<std::string> &folders)
{
    std::vector<std::filesystem::path> runs;
    for (const std::string &folder : folders)
        for (auto &run : runsOf(folder))
            if (std::ranges::find(runs, run) == runs.end())
                runs.push_back(std::move(run));
    return runs;
}

std::vector<std::filesystem::path> requiredRuns(const std::vector<std::string> &folders,
                                                const std::string &command)
{
    if (folders.empty())
        throw Error("no run is named", "helicase " + command + " RUN...", ExitStatus::WrongUsage);
    for (const std::string &folder : folders)
        if (runsOf(folder).empty())
            throw InputError("there is no run in this folder (no run.json)", {.file = folder},
                             "helicase runs list FOLDER lists runs");
    return runsIn(folders);
}

std::string momentText(double seconds)
{
    if (!(seconds > 0 && seconds < 1e11))
        return {};
    const auto whole = static_cast<std::time_t>(seconds);
    char text[32];
    std::tm local{};
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", ::localtime_r(&whole, &local));
    return text;
}

double nowSeconds()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string figureText(double value)
{
    if (!std::isfinite(value))
        return jsonNumber(value).get<std::string>();
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string figureText(const std::optional<double> &value)
{
    return value ? figureText(*value) : std::string();
}

nlohmann::json toJson(const std::optional<StepValue> &point)
{
    if (!point)
        return nullptr;
    return {{"step", point->step}, {"value", jsonNumber(point->value)}};
}

nlohmann::json toJson(const RunSummary &run)
{
    const auto number = [](const std::optional<double> &value) {
        return value ? jsonNumber(*value) : nlohmann::json();
    };
    nlohmann::json described{{"name", run.name},
                             {"folder", run.folder.string()},
                             {"task", run.task},
                             {"state", nameOf(run.state)},
                             {"process", run.processId},
                             {"started", run.started},
                             {"last_event", run.lastEvent},
                             {"duration", run.duration(nowSeconds())},
                             {"step", run.step},
                             {"total_steps", run.totalSteps},
                             {"last_loss", number(run.lastLoss)},
                             {"smallest_loss", number(run.smallestLoss)},
                             {"command_line", run.commandLine}};
    if (run.smallestLoss)
        described["smallest_loss_step"] = run.smallestLossStep;
    if (run.bestStep)
        described["best_checkpoint"] = *run.bestStep;
    if (!run.note.empty())
        described["note"] = run.note;
    if (!run.message.empty())
        described["message"] = run.message;
    return described;
}

} // namespace helicase
