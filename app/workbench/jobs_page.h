// The Jobs tab of the bottom dock: every job with its state, command, progress and time left. GUI
// thread only.
#pragma once

#include "widgets/common/job_runner.h"

#include <QAbstractTableModel>
#include <QWidget>

class QPushButton;
class QTableView;

namespace helicase {

class JobTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { State, Title, Command, Folder, Started, Progress, TimeLeft, ColumnCount };

    explicit JobTableModel(JobRunner &jobs, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // Null for no row.
    const Job *jobAt(int row) const;

private:
    void jobChanged(const QString &id);
    QString textOf(const Job &job, int column) const;

    JobRunner &jobs_;
};

class JobsPage final : public QWidget {
    Q_OBJECT
public:
    explicit JobsPage(JobRunner &jobs, QWidget *parent = nullptr);

private:
    void refreshButtons();
    const Job *selected() const;

    JobRunner &jobs_;
    JobTableModel *model_ = nullptr;
    QTableView *table_ = nullptr;
    QPushButton *cancel_ = nullptr;
    QPushButton *remove_ = nullptr;
    QPushButton *openFolder_ = nullptr;
    QPushButton *openLog_ = nullptr;
    QPushButton *copyCommand_ = nullptr;
};

} // namespace helicase
