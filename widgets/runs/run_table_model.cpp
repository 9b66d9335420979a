#include "widgets/runs/run_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/shown_names.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QFont>

#include <algorithm>
#include <iterator>

namespace helicase {

namespace {

QString lossText(const std::optional<double> &loss)
{
    return loss ? fixedNumber(*loss, 3) : QString();
}

// "MCC 0.618"
QString mainMetricText(const std::optional<RunMainMetric> &metric)
{
    return metric ? metricTitle(metric->key()).text + u' ' + fixedNumber(metric->best.value, 3)
                  : QString();
}

// In the order of their titles; none where all runs are of one.
QStringList headingsOf(const RunRows &rows)
{
    QStringList tasks;
    for (const RunRow &row : rows)
        tasks += QString::fromStdString(row.summary.task);
    tasks.removeDuplicates();
    std::ranges::sort(tasks, {}, taskTitle);
    return tasks.size() > 1 ? tasks : QStringList();
}

double nowSeconds()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

} // namespace

StateLook lookOf(RunState state)
{
    switch (state) {
    case RunState::Starting:
        return {RunTableModel::tr("Starting"), "clock", shownColor(ColorRole::Muted)};
    case RunState::Running:
        return {RunTableModel::tr("Running"), "play", shownColor(ColorRole::Success)};
    case RunState::Paused:
        return {RunTableModel::tr("Paused"), "pause", shownColor(ColorRole::Muted)};
    case RunState::Done:
        return {RunTableModel::tr("Done"), "check", shownColor(ColorRole::Muted)};
    case RunState::Stopped:
        return {RunTableModel::tr("Stopped"), "stop", shownColor(ColorRole::Muted)};
    case RunState::Failed:
        return {RunTableModel::tr("Failed"), "error", shownColor(ColorRole::Error)};
    case RunState::NoSignal:
        return {RunTableModel::tr("No signal"), "warning", shownColor(ColorRole::Warning)};
    }
    return {};
}

StateLook lookOf(const RunRow &row)
{
    return row.isMissing
               ? StateLook{RunTableModel::tr("Missing"), "warning", shownColor(ColorRole::Muted)}
               : lookOf(row.summary.state);
}

bool canBeResumed(const RunRow &row)
{
    const RunState state = row.summary.state;
    return !row.isMissing && !row.checkpoints.empty() &&
           (state == RunState::NoSignal || state == RunState::Stopped || state == RunState::Failed);
}

bool canBeStopped(const RunRow &row)
{
    const RunState state = row.summary.state;
    return !row.isMissing && (state == RunState::Running || state == RunState::Paused);
}

bool canBeRewound(const RunRow &row)
{
    const bool isDone = !row.isMissing && row.summary.state == RunState::Done;
    return !row.checkpoints.empty() && (canBeStopped(row) || canBeResumed(row) || isDone);
}

RunTableModel::RunTableModel(QObject *parent) : QAbstractTableModel(parent) {}

void RunTableModel::setRows(const RunRows &rows)
{
    const auto sameFolder = [](const RunRow &one, const RunRow &other) {
        return one.summary.folder == other.summary.folder;
    };
    const QStringList headings = headingsOf(rows);
    const bool isSameList = std::ranges::equal(rows_, rows, sameFolder) && headings_ == headings;
    if (!isSameList)
        beginResetModel();
    rows_ = rows;
    headings_ = headings;
    if (!isSameList)
        endResetModel();
    else if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const RunRow *RunTableModel::rowAt(int row) const
{
    return row >= 0 && row < int(rows_.size()) ? &rows_[size_t(row)] : nullptr;
}

QString RunTableModel::taskOf(int row) const
{
    if (const RunRow *run = rowAt(row))
        return QString::fromStdString(run->summary.task);
    return headings_.value(row - int(rows_.size()));
}

bool RunTableModel::isBaseline(int row) const
{
    const RunRow *run = rowAt(row);
    return run != nullptr && run->summary.folder == baseline_;
}

int RunTableModel::rowOfFolder(const std::filesystem::path &folder) const
{
    const auto found = std::ranges::find_if(
        rows_, [&](const RunRow &row) { return row.summary.folder == folder; });
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(rows_.size()) + int(headings_.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount + int(added_.size());
}

const AddedColumn *RunTableModel::addedAt(int column) const
{
    const auto place = size_t(column - ColumnCount);
    return column >= ColumnCount && place < added_.size() ? &added_[place] : nullptr;
}

bool RunTableModel::isNumber(int column) const
{
    const AddedColumn *added = addedAt(column);
    return added ? added->isNumber() : column >= Steps && column != MainMetric;
}

void RunTableModel::setAddedColumns(const std::vector<AddedColumn> &columns)
{
    if (columns == added_)
        return;
    if (!added_.empty()) {
        beginRemoveColumns({}, ColumnCount, columnCount() - 1);
        added_.clear();
        endRemoveColumns();
    }
    steps_ = stepsOf(columns);
    if (columns.empty())
        return;
    beginInsertColumns({}, ColumnCount, ColumnCount + int(columns.size()) - 1);
    added_ = columns;
    endInsertColumns();
}

RunRows RunTableModel::ticked() const
{
    RunRows rows;
    std::ranges::copy_if(rows_, std::back_inserter(rows), [this](const RunRow &row) {
        return ticked_.contains(row.summary.folder);
    });
    return rows;
}

void RunTableModel::setTicked(const std::filesystem::path &folder, bool isTicked)
{
    const bool wasTicked = ticked_.contains(folder);
    if (isTicked == wasTicked)
        return;
    if (isTicked)
        ticked_.insert(folder);
    else
        ticked_.erase(folder);
    if (const int row = rowOfFolder(folder); row >= 0)
        Q_EMIT dataChanged(index(row, State), index(row, State));
    Q_EMIT ticksChanged();
}

void RunTableModel::setBaseline(const std::filesystem::path &folder)
{
    baseline_ = folder;
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

bool RunTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const RunRow *row = rowAt(index.row());
    if (row == nullptr)
        return false;
    if (role == Qt::CheckStateRole && index.column() == State) {
        setTicked(row->summary.folder, value.toInt() == Qt::Checked);
        return true;
    }
    if (role != Qt::EditRole || index.column() != Run)
        return false;
    Q_EMIT nameGiven(row->summary.folder, value.toString().simplified());
    return true;
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex &index) const
{
    const RunRow *row = rowAt(index.row());
    if (row == nullptr)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == State)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Run && !row->isMissing)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QString RunTableModel::textOf(const RunRow &row, int column) const
{
    if (const AddedColumn *added = addedAt(column))
        return added->text(row, steps_);
    const RunSummary &run = row.summary;
    switch (column) {
    case State:
        return lookOf(row).word;
    case Run:
        return QString::fromStdString(run.name);
    case Task:
        return QString::fromStdString(run.task);
    case Started:
        return momentText(run.started);
    case Duration:
        return run.started > 0 ? durationText(run.duration(nowSeconds())) : QString();
    case Steps:
        if (row.isMissing && run.step == 0)
            return {};
        return run.isActive() && run.totalSteps > 0 ? countOf(run.step, run.totalSteps)
                                                    : groupedNumber(run.step);
    case LastLoss:
        return lossText(run.lastLoss);
    case SmallestLoss:
        return lossText(run.smallestLoss);
    case AtStep:
        return run.smallestLoss ? groupedNumber(run.smallestLossStep) : QString();
    case MainMetric:
        return mainMetricText(row.mainMetric);
    case Size:
        return row.isMissing ? QString() : sizeText(row.bytes);
    default:
        return {};
    }
}

QVariant RunTableModel::sortKeyOf(const RunRow &row, int column) const
{
    if (const AddedColumn *added = addedAt(column))
        return added->sortKey(row, steps_);
    const RunSummary &run = row.summary;
    switch (column) {
    case Started:
        return run.started;
    case Duration:
        return run.duration(nowSeconds());
    case Steps:
        return qlonglong(run.step);
    case LastLoss:
        return run.lastLoss.value_or(1e300);
    case SmallestLoss:
        return run.smallestLoss.value_or(1e300);
    case AtStep:
        return qlonglong(run.smallestLossStep);
    case MainMetric:
        return row.mainMetric ? QVariant(row.mainMetric->best.value) : QVariant();
    case Size:
        return qlonglong(row.bytes);
    default:
        return textOf(row, column);
    }
}

QString RunTableModel::toolTipOf(const RunRow &row, int column) const
{
    const QString folder = QString::fromStdString(row.summary.folder.string());
    if (row.isMissing)
        return tr("Folder not found. It was at %1.").arg(folder);
    if (column == MainMetric && row.mainMetric)
        return tr("%1 of the best checkpoint (step %2). %3")
            .arg(metricTitle(row.mainMetric->key()).text, groupedNumber(row.mainMetric->best.step),
                 metricTitle(row.mainMetric->key()).meaning);
    if (row.summary.state == RunState::Failed)
        return QString::fromStdString(row.summary.message);
    return row.summary.note.empty() ? folder
                                    : folder + u'\n' + QString::fromStdString(row.summary.note);
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    const RunRow *row = rowAt(index.row());
    if (row == nullptr)
        return {};
    const StateLook look = lookOf(*row);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return textOf(*row, index.column());
    case sortRole:
        return sortKeyOf(*row, index.column());
    case Qt::CheckStateRole:
        return index.column() == State
                   ? QVariant(ticked_.contains(row->summary.folder) ? Qt::Checked : Qt::Unchecked)
                   : QVariant();
    case Qt::TextAlignmentRole:
        return int((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::DecorationRole:
        if (index.column() == Run && row->summary.folder == baseline_)
            return icon(QStringLiteral("pin"));
        return index.column() == State ? QVariant(icon(look.icon, look.color)) : QVariant();
    case Qt::ForegroundRole:
        if (row->isMissing)
            return QApplication::palette().color(QPalette::PlaceholderText);
        return index.column() == State ? QVariant(look.color) : QVariant();
    case Qt::FontRole: {
        QFont font;
        font.setBold(index.column() == Run && row->summary.isActive() && !row->isMissing);
        return font;
    }
    case Qt::ToolTipRole:
        return toolTipOf(*row, index.column());
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == SmallestLoss)
        return tr("The smallest training loss (nats) and the step it was reached at");
    if (role == Qt::ToolTipRole && section == MainMetric)
        return tr("The metric that picks the best checkpoint, and its value there");
    if (role == Qt::ToolTipRole && section == State)
        return tr("Ticked runs are compared and exported");
    if (role != Qt::DisplayRole)
        return {};
    if (const AddedColumn *added = addedAt(section))
        return added->title();
    switch (section) {
    case State:
        return tr("State");
    case Run:
        return tr("Run");
    case Task:
        return tr("Task");
    case Started:
        return tr("Started");
    case Duration:
        return tr("Duration");
    case Steps:
        return tr("Steps");
    case LastLoss:
        return tr("Loss, last");
    case SmallestLoss:
        return tr("Loss, minimum");
    case AtStep:
        return tr("at step");
    case MainMetric:
        return tr("Main metric");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace helicase
