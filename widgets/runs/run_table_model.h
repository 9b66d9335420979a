// The table of runs: state, name, task, times, losses, size. Rows are identified by their folder,
// so that a selection survives a rescan. GUI thread only.
#pragma once

#include "widgets/runs/run_scanner.h"

#include <QAbstractTableModel>
#include <QColor>
#include <QSortFilterProxyModel>

namespace helicase {

// How a state is shown: word, icon, colour.
struct StateLook {
    QString word;
    QString icon;
    QColor color;
};
StateLook lookOf(RunState state);
// From the start to the last event, or to now while it runs; seconds.
double durationOf(const RunSummary &summary, double now);

// A run that ended early and has a checkpoint to continue from.
bool canBeResumed(const RunRow &row);
bool canBeStopped(const RunRow &row);

class RunTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        State,
        Run,
        Task,
        Started,
        Duration,
        Steps,
        LastLoss,
        SmallestLoss,
        AtStep,
        Size,
        ColumnCount
    };

    explicit RunTableModel(QObject *parent = nullptr);
    void setRows(const RunRows &rows);
    const RunRow *rowAt(int row) const;
    int rowOfFolder(const std::filesystem::path &folder) const;
    const RunRows &rows() const { return rows_; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textOf(const RunRow &row, int column) const;
    QVariant sortKeyOf(const RunRow &row, int column) const;

    RunRows rows_;
};

// Filters by name, task and state.
class RunFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RunFilter(QObject *parent = nullptr);
    void setText(const QString &text);
    // Empty: every one.
    void setTask(const QString &task);
    void setState(const QString &stateWord);

private:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

    QString text_;
    QString task_;
    QString state_;
};

} // namespace helicase
