// The metrics that a task measures on its validation data beside the loss: which of them a run has,
// what they are called and in which order they are shown. No task is known here: what the events
// bring is shown. GUI thread only.
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace helicase {

class RunHistory;

struct TaskMetric {
    std::string name; // as in the events: "validation/matthews_correlation"
    QString key;      // "matthews_correlation"
    QString title;    // "MCC"
    QString meaning;  // in one sentence; empty for metrics that nobody explained
    size_t place = 0; // the main ones first
};

// Those of a run, the main ones first.
std::vector<TaskMetric> taskMetricsOf(const RunHistory &history);

} // namespace helicase
