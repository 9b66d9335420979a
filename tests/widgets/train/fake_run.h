// A run folder that grows as a test says, for the tests of this folder.
#pragma once

#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <QString>

#include <fstream>
#include <map>
#include <unistd.h>

namespace helicase {

// Its worker is the test itself unless another process is named.
class FakeRun {
public:
    FakeRun(const QString &folder, int process = getpid(), const char *task = "contrastive")
        : files_(created(folder, process, task)), events_(files_.events())
    {
        events_.append({.kind = "state", .text = "running"});
    }
    void step(int64_t step)
    {
        events_.append({.kind = "metrics",
                        .step = step,
                        .epoch = 0.5,
                        .metrics = {{"train/loss", 4.0 / static_cast<double>(step)},
                                    {"learning_rate", 1e-4},
                                    {"gradient_norm", 1.0},
                                    {"tokens_per_second", 20'000.0}}});
        last_ = step;
    }
    void steps(int64_t first, int64_t last)
    {
        for (int64_t number = first; number <= last; ++number)
            step(number);
    }
    void validation(double loss)
    {
        events_.append(
            {.kind = "evaluation", .step = last_, .metrics = {{"validation/loss", loss}}});
    }
    // Of the last step; names without "validation/".
    void evaluation(const std::map<std::string, double> &values)
    {
        std::map<std::string, double> metrics;
        for (const auto &[name, value] : values)
            metrics["validation/" + name] = value;
        events_.append({.kind = "evaluation", .step = last_, .metrics = metrics});
    }
    void best(int64_t step)
    {
        std::filesystem::create_directories(files_.checkpoints());
        std::ofstream(files_.checkpoints() / "best")
            << files_.checkpoint(step).filename().string() << "\n";
    }
    void checkpoint()
    {
        const auto folder = files_.checkpoint(last_);
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "manifest.json") << R"({"files": {}})";
        events_.append({.kind = "checkpoint", .step = last_, .text = folder.filename().string()});
    }
    void state(const std::string &name)
    {
        events_.append({.kind = "state", .step = last_, .text = name});
    }
    void error(const std::string &text) { message(text, "error"); }
    void message(const std::string &text, const char *level = "info")
    {
        events_.append({.kind = "message", .step = last_, .text = text, .level = level});
    }
    // As step(), with more metrics.
    void step(int64_t step, double epoch, const std::map<std::string, double> &metrics)
    {
        events_.append({.kind = "metrics", .step = step, .epoch = epoch, .metrics = metrics});
        last_ = step;
    }
    // The worker's answer to a rewind: later checkpoints are removed.
    void rewind(int64_t step, const std::string &text)
    {
        for (const CheckpointEntry &entry : listCheckpoints(files_))
            if (entry.step > step)
                std::filesystem::remove_all(entry.folder);
        last_ = step;
        message(text);
    }
    const RunFolder &files() const { return files_; }

private:
    static RunFolder created(const QString &folder, int process, const char *task)
    {
        RunFolder files(folder.toStdString());
        std::filesystem::create_directories(files.root());
        std::ofstream(files.description())
            << R"({"task": ")" << task
            << R"(", "started": 1700000000, "total_steps": 100, "process": )" << process << "}";
        return files;
    }

    RunFolder files_;
    EventWriter events_;
    int64_t last_ = 0;
};

} // namespace helicase
