// The table of runs: state with a box to tick, name, task, times, losses, the metric that picks the
// best checkpoint, size, and the columns that were added. Rows are identified by their folder, so
// that selection and ticks survive a rescan. Runs of several tasks have a heading per task; these
// rows stand behind the others, and RunFilter puts them in their places. GUI thread only.
#pragma once

#include "widgets/runs/added_column.h"
#include "widgets/runs/run_scanner.h"

#include <QAbstractTableModel>
#include <QColor>

#include <set>

namespace helicase {

// How a state is shown: word, icon, colour.
struct StateLook {
    QString word;
    QString icon;
    QColor color;
};
StateLook lookOf(RunState state);
// That of its state, or that its folder is missing.
StateLook lookOf(const RunRow &row);
// A run that ended early and has a checkpoint to continue from.
bool canBeResumed(const RunRow &row);
bool canBeStopped(const RunRow &row);
// A running worker is asked to; an ended run is started again from a checkpoint.
bool canBeRewound(const RunRow &row);

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
        MainMetric,
        Size,
        ColumnCount
    };

    explicit RunTableModel(QObject *parent = nullptr);
    void setRows(const RunRows &rows);
    // Null for a heading.
    const RunRow *rowAt(int row) const;
    bool isHeading(int row) const { return row >= int(rows_.size()); }
    // Of a run or a heading: "contrastive".
    QString taskOf(int row) const;
    bool isBaseline(int row) const;
    int rowOfFolder(const std::filesystem::path &folder) const;
    const RunRows &rows() const { return rows_; }
    // Behind the others; ColumnCount is the first of them.
    void setAddedColumns(const std::vector<AddedColumn> &columns);
    const std::vector<AddedColumn> &addedColumns() const { return added_; }

    // In the order of the rows.
    RunRows ticked() const;
    void setTicked(const std::filesystem::path &folder, bool isTicked);
    // The run that others are compared with has a pin.
    void setBaseline(const std::filesystem::path &folder);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void ticksChanged();
    // Empty: that of the folder.
    void nameGiven(const std::filesystem::path &folder, const QString &name);

private:
    const AddedColumn *addedAt(int column) const;
    bool isNumber(int column) const;
    QString textOf(const RunRow &row, int column) const;
    QVariant sortKeyOf(const RunRow &row, int column) const;
    QString toolTipOf(const RunRow &row, int column) const;

    RunRows rows_;
    QStringList headings_; // tasks; none where all runs are of one
    std::vector<AddedColumn> added_;
    std::vector<int64_t> steps_; // of them
    std::set<std::filesystem::path> ticked_;
    std::filesystem::path baseline_;
};

} // namespace helicase
