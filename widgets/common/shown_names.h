// What tasks and metrics are called in the window. Functions without state.
#pragma once

#include <QString>

#include <string_view>

namespace helicase {

// "Contrastive"; the task's own name when nobody has given it another.
QString taskTitle(const QString &task);

struct MetricTitle {
    QString text;    // "MCC"
    QString meaning; // in one sentence; empty for metrics that nobody explained
    size_t place;    // among the metrics of a task: the main ones first
};

// key: as in the events, without "validation/" or "train/": "matthews_correlation".
MetricTitle metricTitle(const QString &key);

} // namespace helicase
