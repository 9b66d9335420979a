// What a run folder says of its run, kept current while the run goes on: what has been read once is
// not read again, and memory does not grow with the run. One thread at a time.
#pragma once

#include "core/run/event.h"
#include "core/run/metric_summary.h"
#include "core/run/restarts.h"
#include "core/run/run_folder.h"

namespace helicase {

class RunDigest {
public:
    // chosenSteps: where MetricSummary::at is wanted.
    explicit RunDigest(const std::filesystem::path &folder, std::vector<int64_t> chosenSteps = {});

    // Reads what is new in the folder. Throws InputError when it holds no run.json or a malformed
    // one.
    void update();
    const RunSummary &summary() const { return summary_; }
    const MetricSummaries &metrics() const { return metrics_; }

private:
    void readEvents();
    void takeState(const Event &event);
    void countAgain();
    void takeValues(const Event &event, int64_t index);
    void startOver();

    RunFolder run_;
    std::vector<int64_t> chosenSteps_;
    RunSummary summary_;
    RunState recordedState_ = RunState::Starting;
    MetricSummaries metrics_;
    EventReader events_;
    Restarts restarts_;
    std::uintmax_t bytes_ = 0;
};

} // namespace helicase
