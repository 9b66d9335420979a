// The table of runs in its order: the baseline first, then the runs of each task below their
// heading, sorted by a column; filtered by name, task and state. GUI thread only.
#pragma once

#include <QSortFilterProxyModel>

namespace helicase {

class RunTableModel;

class RunFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RunFilter(RunTableModel *runs, QObject *parent = nullptr);
    void setText(const QString &text);
    // Empty: every one.
    void setTask(const QString &task);
    void setState(const QString &stateWord);

    bool isHeading(int row) const;
    // "Contrastive, 5 runs" or, filtered, "Contrastive, 2 of 5 runs".
    QString headingText(int row) const;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    bool acceptsRun(int sourceRow) const;

    RunTableModel *runs_;
    QString text_;
    QString task_;
    QString state_;
};

} // namespace helicase
