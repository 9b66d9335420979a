// What a run folder says of its run, kept current while the run goes on: what has been read once is
// not read again, and memory does not grow with the run. One thread at a time.
#pragma once

#include "core/run/event.h"
#include "core/run/metric_curve.h"
#include "core/run/restarts.h"
#include "core/run/run_folder.h"

namespace helicase {

// What is wanted beyond the summaries.
struct DigestRequest {
    std::vector<int64_t> steps = {};      // where MetricSummary::at is wanted
    std::vector<std::string> curves = {}; // metrics whose course is wanted
};

class RunDigest {
public:
    explicit RunDigest(const std::filesystem::path &folder, DigestRequest request = {});

    // Reads what is new in the folder. Throws InputError when it holds no run.json or a malformed
    // one.
    void update();
    const RunSummary &summary() const { return summary_; }
    const MetricSummaries &metrics() const { return metrics_; }
    // Of the wanted metrics that the run has.
    const std::map<std::string, MetricCurve> &curves() const { return curves_; }

private:
    void readEvents();
    void takeState(const Event &event);
    void countAgain();
    void takeValues(const Event &event, int64_t index);
    void startOver();

    RunFolder run_;
    DigestRequest request_;
    RunSummary summary_;
    RunState recordedState_ = RunState::Starting;
    MetricSummaries metrics_;
    std::map<std::string, MetricCurve> curves_;
    EventReader events_;
    Restarts restarts_;
    std::uintmax_t bytes_ = 0;
};

} // namespace helicase
