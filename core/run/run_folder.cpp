#include "core/run/run_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/run/run_digest.h"
#include "core/run/run_notes.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr std::string_view stepPrefix = "step-";

std::filesystem::path withoutDots(const std::filesystem::path &path)
{
    if (path.empty())
        return path;
    const std::filesystem::path absolute = std::filesystem::absolute(path).lexically_normal();
    return absolute.has_filename() ? absolute : absolute.parent_path();
}

// The last parts of a path: "runs/a" of "/home/project/runs/a" for 2.
std::string lastParts(const std::filesystem::path &path, size_t count)
{
    const std::vector<std::filesystem::path> parts(path.begin(), path.end());
    std::filesystem::path name;
    for (size_t i = parts.size() - std::min(count, parts.size()); i < parts.size(); ++i)
        name /= i == 0 ? std::filesystem::path() : parts[i];
    return name.string();
}

} // namespace

std::string RunFolder::name() const
{
    return withoutDots(root_).filename().string();
}

std::filesystem::path RunFolder::checkpoint(int64_t step) const
{
    char name[32];
    std::snprintf(name, sizeof name, "step-%09lld", static_cast<long long>(step));
    return checkpoints() / name;
}

std::optional<int64_t> stepOfCheckpoint(std::string_view folderName)
{
    if (!folderName.starts_with(stepPrefix))
        return std::nullopt;
    return parseInteger(folderName.substr(stepPrefix.size()));
}

std::vector<CheckpointEntry> listCheckpoints(const RunFolder &run)
{
    std::vector<CheckpointEntry> entries;
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(run.checkpoints(), missing)) {
        const auto step = stepOfCheckpoint(entry.path().filename().string());
        if (step && std::filesystem::exists(entry.path() / "manifest.json"))
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
    return stepOfCheckpoint(trim(text));
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
    case RunState::Starting:
        return "starting";
    case RunState::Running:
        return "running";
    case RunState::Paused:
        return "paused";
    case RunState::Done:
        return "done";
    case RunState::Stopped:
        return "stopped";
    case RunState::Failed:
        return "failed";
    case RunState::NoSignal:
        return "no signal";
    }
    return "";
}

std::optional<RunState> runStateNamed(std::string_view name)
{
    for (const RunState state : {RunState::Starting, RunState::Running, RunState::Paused,
                                 RunState::Done, RunState::Stopped, RunState::Failed})
        if (nameOf(state) == name)
            return state;
    return std::nullopt;
}

bool RunSummary::isActive() const
{
    return state == RunState::Starting || state == RunState::Running || state == RunState::Paused;
}

double RunSummary::duration(double now) const
{
    return started > 0 ? std::max((isActive() ? now : lastEvent) - started, 0.0) : 0;
}

RunSummary describedRun(const std::filesystem::path &folder)
{
    const RunFolder run(folder);
    const RunNotes notes = readRunNotes(run);
    RunSummary summary{.folder = folder,
                       .name = notes.name.empty() ? run.name() : notes.name,
                       .note = notes.note};
    const nlohmann::json description = readJsonFile(run.description());
    try {
        summary.task = description.value("task", "");
        summary.processId = description.value("process", int64_t{0});
        summary.started = description.value("started", 0.0);
        summary.totalSteps = description.value("total_steps", int64_t{0});
        summary.commandLine = description.value("command_line", "");
        summary.state = runStateNamed(description.value("state", "")).value_or(RunState::Starting);
    } catch (const nlohmann::json::type_error &) {
        throw InputError(
            "is no description of a run (expected an object with task, process, started, "
            "total_steps and command_line)",
            {.file = run.description()});
    }
    return summary;
}

RunSummary summarizeRun(const std::filesystem::path &folder)
{
    RunDigest digest(folder);
    digest.update();
    return digest.summary();
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

std::vector<std::string> distinctNames(const std::vector<std::filesystem::path> &folders)
{
    std::vector<std::string> names;
    for (const auto &folder : folders) {
        const std::filesystem::path path = withoutDots(folder);
        const auto isShared = [&](size_t parts) {
            return std::ranges::any_of(folders, [&](const auto &other) {
                const std::filesystem::path otherPath = withoutDots(other);
                return otherPath != path && lastParts(otherPath, parts) == lastParts(path, parts);
            });
        };
        const auto depth = static_cast<size_t>(std::distance(path.begin(), path.end()));
        size_t parts = 1;
        while (parts < depth && isShared(parts))
            ++parts;
        names.push_back(lastParts(path, parts));
    }
    return names;
}

} // namespace helicase
