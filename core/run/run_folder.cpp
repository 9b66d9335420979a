#include "core/run/run_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/process.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/run/event.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr std::string_view stepPrefix = "step-";

RunState stateFromName(std::string_view name, RunState otherwise)
{
    for (const RunState state : {RunState::Starting, RunState::Running, RunState::Paused, RunState::Done,
                                 RunState::Stopped, RunState::Failed})
        if (nameOf(state) == name)
            return state;
    return otherwise;
}

bool isOver(RunState state)
{
    return state == RunState::Done || state == RunState::Stopped || state == RunState::Failed;
}

void takeDescription(const std::filesystem::path &file, RunSummary &summary)
{
    const nlohmann::json description = readJsonFile(file);
    try {
        summary.task = description.value("task", "");
        summary.processId = description.value("process", int64_t{0});
        summary.started = description.value("started", 0.0);
        summary.totalSteps = description.value("total_steps", int64_t{0});
        summary.commandLine = description.value("command_line", "");
    } catch (const nlohmann::json::type_error &) {
        throw InputError("is no description of a run (expected an object with task, process, started, "
                         "total_steps and command_line)",
                         {.file = file});
    }
}

void take(const Event &event, RunSummary &summary)
{
    summary.lastEvent = event.time;
    summary.step = event.step;
    if (event.kind == "state") {
        summary.state = stateFromName(event.text, summary.state);
    } else if (event.kind == "message" && event.level == "error") {
        summary.message = event.text;
    } else if (const auto loss = event.metrics.find("train/loss"); loss != event.metrics.end()) {
        summary.lastLoss = loss->second;
        if (!summary.smallestLoss || loss->second < *summary.smallestLoss) {
            summary.smallestLoss = loss->second;
            summary.smallestLossStep = event.step;
        }
    }
}

} // namespace

std::filesystem::path RunFolder::checkpoint(int64_t step) const
{
    char name[32];
    std::snprintf(name, sizeof name, "step-%09lld", static_cast<long long>(step));
    return checkpoints() / name;
}

std::vector<CheckpointEntry> listCheckpoints(const RunFolder &run)
{
    std::vector<CheckpointEntry> entries;
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(run.checkpoints(), missing)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(stepPrefix) || !std::filesystem::exists(entry.path() / "manifest.json"))
            continue;
        std::string_view digits = std::string_view(name).substr(stepPrefix.size());
        if (const auto step = parseInteger(digits))
            entries.push_back({*step, entry.path()});
    }
    std::ranges::sort(entries, {}, &CheckpointEntry::step);
    return entries;
}

std::optional<int64_t> pointedStep(const RunFolder &run, const char *name)
{
    const std::filesystem::path file = run.checkpoints() / name;
    if (!std::filesystem::exists(file))
        return std::nullopt;
    const std::string text = readFile(file, 1000);
    const std::string_view folder = trim(text);
    if (!folder.starts_with(stepPrefix))
        return std::nullopt;
    return parseInteger(folder.substr(stepPrefix.size()));
}

std::optional<std::string> verifyCheckpoint(const std::filesystem::path &folder)
{
    try {
        const nlohmann::json manifest = readJsonFile(folder / "manifest.json");
        for (const auto &[name, digest] : manifest.at("files").items())
            if (sha256OfFile(folder / name) != digest.get<std::string>())
                return name + " differs from its manifest";
    } catch (const InputError &error) {
        return error.line();
    } catch (const nlohmann::json::exception &) {
        return "manifest.json is malformed";
    }
    return std::nullopt;
}

std::optional<CheckpointEntry> newestIntactCheckpoint(const RunFolder &run)
{
    const std::vector<CheckpointEntry> entries = listCheckpoints(run);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        if (!verifyCheckpoint(entry->folder))
            return *entry;
    return std::nullopt;
}

std::string_view nameOf(RunState state)
{
    switch (state) {
    case RunState::Starting: return "starting";
    case RunState::Running: return "running";
    case RunState::Paused: return "paused";
    case RunState::Done: return "done";
    case RunState::Stopped: return "stopped";
    case RunState::Failed: return "failed";
    case RunState::NoSignal: return "no signal";
    }
    return "";
}

RunSummary summarizeRun(const std::filesystem::path &folder)
{
    const RunFolder run(folder);
    RunSummary summary;
    summary.folder = folder;
    summary.name = run.name();
    takeDescription(run.description(), summary);
    EventReader reader(run.events());
    for (auto events = reader.poll(); !events.empty(); events = reader.poll())
        for (const Event &event : events)
            take(event, summary);
    summary.bestStep = pointedStep(run, "best");
    if (!isOver(summary.state) && !processIsAlive(summary.processId))
        summary.state = RunState::NoSignal;
    return summary;
}

std::vector<std::filesystem::path> findRuns(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> runs;
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(folder, missing))
        if (std::filesystem::exists(RunFolder(entry.path()).description()))
            runs.push_back(entry.path());
    std::ranges::sort(runs);
    return runs;
}

} // namespace helicase
