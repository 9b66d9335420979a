// What a run folder says of its run, kept current while the run goes on: what has been read once is
// not read again, and memory does not grow with the run. One thread at a time.
#pragma once

#include "core/run/event.h"
#include "core/run/metric_curve.h"
#include "core/run/restarts.h"
#include "core/run/run_folder.h"

#include <limits>

namespace helicase {

// What is wanted beyond the summaries.
struct DigestRequest {
    std::vector<int64_t> steps = {};      // where MetricSummary::at is wanted
    std::vector<std::string> curves = {}; // metrics whose course is wanted
};

class RunDigest {
public:
    explicit RunDigest(const std::filesystem::path &folder, DigestRequest request = {});

    // Reads what is new in the folder, at most so many blocks of 4 MB at once. Throws InputError
    // when it holds no run.json or a malformed one.
    void update(int mostBlocks = std::numeric_limits<int>::max());
    // Whether the last update came to the end of the events. Until it has, the state is that of
    // run.json.
    bool hasReadAll() const { return hasReadAll_; }
    const RunSummary &summary() const { return summary_; }
    const MetricSummaries &metrics() const { return metrics_; }
    // Of the wanted metrics that the run has.
    const std::map<std::string, MetricCurve> &curves() const { return curves_; }

private:
    void readEvents(int mostBlocks);
    void takeState(const Event &event);
    void countAgain();
    void takeValues(const Event &event, int64_t index);
    void startOver();

    RunFolder run_;
    DigestRequest request_;
    RunSummary summary_;
    RunState recordedState_ = RunState::Starting;
    bool hasReadAll_ = false;
    MetricSummaries metrics_;
    std::map<std::string, MetricCurve> curves_;
    EventReader events_;
    Restarts restarts_;
    std::uintmax_t bytes_ = 0;
};

} // namespace helicase
