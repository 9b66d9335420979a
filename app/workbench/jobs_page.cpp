#include "app/workbench/jobs_page.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/job_failure.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace helicase {

namespace {

ColorRole colorOf(JobState state)
{
    switch (state) {
    case JobState::Running:
    case JobState::Done:
        return ColorRole::Success;
    case JobState::Failed:
        return ColorRole::Error;
    default:
        return ColorRole::Muted;
    }
}

} // namespace

JobTableModel::JobTableModel(JobRunner &jobs, QObject *parent)
    : QAbstractTableModel(parent), jobs_(jobs)
{
    const auto reset = [this] {
        beginResetModel();
        endResetModel();
    };
    connect(&jobs_, &JobRunner::jobAdded, this, reset);
    connect(&jobs_, &JobRunner::jobRemoved, this, reset);
    connect(&jobs_, &JobRunner::queueChanged, this, reset);
    connect(&jobs_, &JobRunner::jobChanged, this, &JobTableModel::jobChanged);
}

int JobTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(jobs_.jobs().size());
}

int JobTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

// The newest job stands on top.
const Job *JobTableModel::jobAt(int row) const
{
    const auto count = int(jobs_.jobs().size());
    return row >= 0 && row < count ? &jobs_.jobs()[size_t(count - 1 - row)] : nullptr;
}

void JobTableModel::jobChanged(const QString &id)
{
    for (int row = 0; row < rowCount(); ++row)
        if (jobAt(row)->id == id)
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

QString JobTableModel::textOf(const Job &job, int column) const
{
    switch (column) {
    case State:
        return toString(job.state);
    case Title:
        return job.title;
    case Command:
        return job.commandLine();
    case Folder:
        return job.folder;
    case Started:
        return momentText(job.started);
    case Progress:
        if (job.state == JobState::Failed)
            return lastLineOf(job);
        return job.fraction() >= 0
                   ? QStringLiteral("%1 (%2)").arg(job.stage, percent(job.fraction()))
                   : job.stage;
    case TimeLeft:
        return timeLeftText(job.secondsLeft());
    default:
        return {};
    }
}

QVariant JobTableModel::data(const QModelIndex &index, int role) const
{
    const Job *job = jobAt(index.row());
    if (job == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return textOf(*job, index.column());
    if (role == Qt::ToolTipRole)
        return job->state == JobState::Failed && index.column() == Progress
                   ? job->errorTail
                   : textOf(*job, index.column());
    if (index.column() == State && role == Qt::DecorationRole)
        return icon(iconOf(job->state), shownColor(colorOf(job->state)));
    if (index.column() == State && role == Qt::ForegroundRole)
        return shownColor(colorOf(job->state));
    return {};
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Title:
        return tr("Job");
    case Command:
        return tr("Command");
    case Folder:
        return tr("Folder");
    case Started:
        return tr("Started");
    case Progress:
        return tr("Progress");
    case TimeLeft:
        return tr("Time left");
    default:
        return {};
    }
}

JobsPage::JobsPage(JobRunner &jobs, QWidget *parent) : QWidget(parent), jobs_(jobs)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(10, 4, 10, 4);
    const auto add = [&](const QString &name, const QString &text) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(QStringLiteral("jobs.") + name);
        button->setAccessibleName(text);
        buttons->addWidget(button);
        return button;
    };
    cancel_ = add(QStringLiteral("cancel"), tr("Cancel"));
    openFolder_ = add(QStringLiteral("folder"), tr("Open folder"));
    openLog_ = add(QStringLiteral("log"), tr("Open log"));
    copyCommand_ = add(QStringLiteral("copy"), tr("Copy command"));
    remove_ = add(QStringLiteral("remove"), tr("Remove from list"));
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addWidget(horizontalLine(this));
    model_ = new JobTableModel(jobs_, this);
    table_ = new QTableView(this);
    table_->setModel(model_);
    setUpTable(table_, QStringLiteral("jobs.table"), tr("Jobs"));
    table_->setSortingEnabled(false);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    const int widths[] = {100, 130, 360, 240, 110, 250, 110};
    for (int column = 0; column < JobTableModel::ColumnCount; ++column)
        table_->setColumnWidth(column, widths[column]);
    table_->horizontalHeader()->setStretchLastSection(true);
    layout->addWidget(table_, 1);
    connect(cancel_, &QPushButton::clicked, this, [this] { jobs_.cancel(selected()->id); });
    connect(remove_, &QPushButton::clicked, this, [this] { jobs_.remove(selected()->id); });
    connect(openFolder_, &QPushButton::clicked, this, [this] { openInSystem(selected()->folder); });
    connect(openLog_, &QPushButton::clicked, this, [this] { openInSystem(selected()->logFile); });
    connect(copyCommand_, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(selected()->commandLine()); });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &JobsPage::refreshButtons);
    connect(model_, &QAbstractItemModel::dataChanged, this, &JobsPage::refreshButtons);
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        table_->selectRow(0);
        refreshButtons();
    });
    table_->selectRow(0);
    refreshButtons();
}

const Job *JobsPage::selected() const
{
    return model_->jobAt(table_->currentIndex().row());
}

void JobsPage::refreshButtons()
{
    const Job *job = selected();
    cancel_->setEnabled(job != nullptr && !isOver(job->state));
    remove_->setEnabled(job != nullptr && isOver(job->state));
    openFolder_->setEnabled(job != nullptr && !job->folder.isEmpty());
    openLog_->setEnabled(job != nullptr && job->started.isValid());
    copyCommand_->setEnabled(job != nullptr);
}

} // namespace helicase
