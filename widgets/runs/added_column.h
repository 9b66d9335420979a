// A column that somebody adds to the table of runs: a figure of a metric, or a setting. It has a
// key, by which the window's settings keep it. GUI thread only.
#pragma once

#include "widgets/runs/run_scanner.h"

#include <QString>
#include <QStringList>
#include <QVariant>

#include <optional>
#include <vector>

namespace helicase {

struct AddedColumn {
    enum class Figure { Last, Minimum, MinimumStep, Maximum, MaximumStep, AtStep, Setting };

    Figure figure = Figure::Last;
    QString name;    // of a metric ("train/loss") or a setting ("optimizer.lr")
    qint64 step = 0; // of AtStep
    bool operator==(const AddedColumn &) const = default;

    // "minimum:train/loss", "at-500:train/loss", "setting:optimizer.lr".
    QString key() const;
    // Nothing for a key of another version.
    static std::optional<AddedColumn> fromKey(const QString &key);

    QString title() const;
    bool isNumber() const { return figure != Figure::Setting; }
    // chosenSteps: those of the scanner, which order MetricSummary::at.
    QString text(const RunRow &row, const std::vector<int64_t> &chosenSteps) const;
    // Invalid where the run has no such figure.
    QVariant sortKey(const RunRow &row, const std::vector<int64_t> &chosenSteps) const;
};

// The steps of all columns that want a value at one, each once.
std::vector<int64_t> stepsOf(const std::vector<AddedColumn> &columns);

} // namespace helicase
