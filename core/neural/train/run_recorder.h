// Writes what a run says of itself: run.json, events.jsonl, log.txt. message() may be called from
// any thread, everything else from one.
#pragma once

#include "core/run/control.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"
#include "core/run/tensorboard_writer.h"

#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

namespace helicase {

// Sees every event after it is written: a terminal, an enclosing job.
using EventObserver = std::function<void(const Event &)>;

class RunRecorder {
public:
    // description: the members of run.json that do not change while the run goes on; process,
    // started, ended and state are added here. A resumed run keeps the time of its first start.
    // Throws DiskError.
    RunRecorder(RunFolder run, nlohmann::json description, EventObserver observer);

    // One that writes nothing, for a rank that is not the first.
    static std::unique_ptr<RunRecorder> silent(RunFolder run);

    const RunFolder &run() const { return run_; }
    // Requests that arrived since the last call; those from before this object are not obeyed.
    std::vector<ControlRequest> requests();

    // Metrics also go into the folder "tensorboard" from now on. Throws DiskError.
    void writeTensorboard(std::string_view options);

    // The length of the run, where it is not known from the beginning.
    void setTotalSteps(int64_t steps);
    // Where the run is; goes into all events that follow.
    void setPosition(int64_t step, double epoch);
    void metrics(std::map<std::string, double> values);
    void evaluation(std::map<std::string, double> values);
    void checkpoint(const std::string &name);
    void progress(int64_t done, int64_t total, const std::string &what);
    // level: info, warning, error.
    void message(const std::string &level, const std::string &text);
    void state(RunState state);
    // Final states: also written to run.json.
    void end(RunState state);
    // Writes down why the run failed as far as the disk allows.
    void fail(const std::string &reason) noexcept;

private:
    // What is there only in a recorder that writes.
    struct Files {
        explicit Files(const RunFolder &run) : events(run.events()), control(run.control()) {}

        EventWriter events;
        ControlReader control;
        std::optional<TensorboardWriter> tensorboard = std::nullopt;
    };

    explicit RunRecorder(RunFolder run) : run_(std::move(run)) {}

    void append(Event event);
    void log(const std::string &level, const std::string &text);
    void writeDescription();

    RunFolder run_;
    nlohmann::json description_;
    EventObserver observer_;
    std::optional<Files> files_;
    std::mutex mutex_; // of events and log
    int64_t step_ = 0;
    double epoch_ = 0;
};

} // namespace helicase
