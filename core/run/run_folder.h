// The layout of a run folder and what it says of its run. The folder is the truth of a job: the
// worker may die and the window may close, the folder tells all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

class RunFolder {
public:
    explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}
    const std::filesystem::path &root() const { return root_; }
    // The last part of its path, however that is written ("runs/a/", ".").
    std::string name() const;
    std::filesystem::path config() const { return root_ / "config.yaml"; }
    std::filesystem::path description() const { return root_ / "run.json"; }
    std::filesystem::path events() const { return root_ / "events.jsonl"; }
    std::filesystem::path control() const { return root_ / "control.jsonl"; }
    std::filesystem::path log() const { return root_ / "log.txt"; }
    std::filesystem::path checkpoints() const { return root_ / "checkpoints"; }
    // What people wrote about it (core/run/run_notes.h).
    std::filesystem::path notes() const { return root_ / "notes.json"; }
    std::filesystem::path results() const { return root_ / "results"; }
    std::filesystem::path checkpoint(int64_t step) const; // checkpoints/step-000000100

private:
    std::filesystem::path root_;
};

// A checkpoint whose manifest is there; checking its digests is verifyCheckpoint's part.
struct CheckpointEntry {
    int64_t step = 0;
    std::filesystem::path folder;
};

// 100 for "step-000000100"; nothing for another name. An event tells of a checkpoint by its name
// some steps after it was begun.
std::optional<int64_t> stepOfCheckpoint(std::string_view folderName);
// Complete checkpoints in order of their steps.
std::vector<CheckpointEntry> listCheckpoints(const RunFolder &run);
// The step that checkpoints/"latest" or "best" names; nothing when there is no such file.
std::optional<int64_t> pointedStep(const RunFolder &run, const char *name);
// Compares every file with the manifest. The first mistake, or nothing when all agree.
std::optional<std::string> verifyCheckpoint(const std::filesystem::path &folder);
// The newest one that verifies.
std::optional<CheckpointEntry> newestIntactCheckpoint(const RunFolder &run);

enum class RunState { Starting, Running, Paused, Done, Stopped, Failed, NoSignal };

std::string_view nameOf(RunState state);
// Of the states that a worker records: all but NoSignal. Nothing for another word.
std::optional<RunState> runStateNamed(std::string_view name);

// What run.json, the events and the notes tell.
struct RunSummary {
    std::filesystem::path folder;
    std::string name; // the one it was given, or that of its folder
    std::string note; // what people wrote about it
    std::string task;
    RunState state = RunState::Starting;
    int64_t processId = 0;
    double started = 0; // seconds since the epoch
    double lastEvent = 0;
    int64_t step = 0;
    int64_t totalSteps = 0;
    std::optional<double> lastLoss = std::nullopt;
    std::optional<double> smallestLoss = std::nullopt;
    int64_t smallestLossStep = 0;
    std::optional<int64_t> bestStep = std::nullopt; // the checkpoint that the worker judged best
    std::string message;                            // of a failed run
    std::string commandLine;

    // Not over: its worker is expected to be alive.
    bool isActive() const;
    // Seconds from the start to the last event, or to now while it is active.
    double duration(double now) const;
};

// Reads all events; whoever asks again and again keeps a RunDigest (core/run/run_digest.h). Throws
// InputError when the folder holds no run.json or a malformed one, or malformed notes.
RunSummary summarizeRun(const std::filesystem::path &folder);
// What run.json and the notes tell: no steps, no losses, the state as it was when that file was written.
// Throws InputError likewise.
RunSummary describedRun(const std::filesystem::path &folder);

// Every run folder directly below the given one.
std::vector<std::filesystem::path> findRuns(const std::filesystem::path &folder);

// What tells runs apart: their names, with as much of the paths before them as that takes.
std::vector<std::string> distinctNames(const std::vector<std::filesystem::path> &folders);

} // namespace helicase
