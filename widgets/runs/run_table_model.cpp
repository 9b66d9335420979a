#include "widgets/runs/run_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QFont>

#include <algorithm>

namespace helicase {

namespace {

QString lossText(const std::optional<double> &loss)
{
    return loss ? fixedNumber(*loss, 3) : QString();
}

double nowSeconds()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

bool isLive(RunState state)
{
    return state == RunState::Running || state == RunState::Starting || state == RunState::Paused;
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

bool canBeResumed(const RunRow &row)
{
    const RunState state = row.summary.state;
    return !row.isMissing && !row.checkpoints.empty() &&
           (state == RunState::NoSignal || state == RunState::Stopped || state == RunState::Failed);
}

bool canBeStopped(const RunRow &row)
{
    return row.summary.state == RunState::Running || row.summary.state == RunState::Paused;
}

double durationOf(const RunSummary &summary, double now)
{
    if (summary.started <= 0)
        return 0;
    const double end = isLive(summary.state) ? now : summary.lastEvent;
    return std::max(end - summary.started, 0.0);
}

RunTableModel::RunTableModel(QObject *parent) : QAbstractTableModel(parent) {}

void RunTableModel::setRows(const RunRows &rows)
{
    const auto sameFolder = [](const RunRow &one, const RunRow &other) {
        return one.summary.folder == other.summary.folder;
    };
    const bool isSameList = std::ranges::equal(rows_, rows, sameFolder);
    if (!isSameList)
        beginResetModel();
    rows_ = rows;
    if (!isSameList)
        endResetModel();
    else if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(rows_.size()) - 1, ColumnCount - 1));
}

const RunRow *RunTableModel::rowAt(int row) const
{
    return row >= 0 && row < int(rows_.size()) ? &rows_[size_t(row)] : nullptr;
}

int RunTableModel::rowOfFolder(const std::filesystem::path &folder) const
{
    const auto found = std::ranges::find_if(
        rows_, [&](const RunRow &row) { return row.summary.folder == folder; });
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunTableModel::textOf(const RunRow &row, int column) const
{
    const RunSummary &run = row.summary;
    switch (column) {
    case State:
        return row.isMissing ? tr("Missing") : lookOf(run.state).word;
    case Run:
        return QString::fromStdString(run.name);
    case Task:
        return QString::fromStdString(run.task);
    case Started:
        return momentText(run.started);
    case Duration:
        return run.started > 0 ? durationText(durationOf(run, nowSeconds())) : QString();
    case Steps:
        return isLive(run.state) && run.totalSteps > 0 ? countOf(run.step, run.totalSteps)
                                                       : groupedNumber(run.step);
    case LastLoss:
        return lossText(run.lastLoss);
    case SmallestLoss:
        return lossText(run.smallestLoss);
    case AtStep:
        return run.smallestLoss ? groupedNumber(run.smallestLossStep) : QString();
    case Size:
        return sizeText(row.bytes);
    default:
        return {};
    }
}

QVariant RunTableModel::sortKeyOf(const RunRow &row, int column) const
{
    const RunSummary &run = row.summary;
    switch (column) {
    case Started:
        return run.started;
    case Duration:
        return durationOf(run, nowSeconds());
    case Steps:
        return qlonglong(run.step);
    case LastLoss:
        return run.lastLoss.value_or(1e300);
    case SmallestLoss:
        return run.smallestLoss.value_or(1e300);
    case AtStep:
        return qlonglong(run.smallestLossStep);
    case Size:
        return qlonglong(row.bytes);
    default:
        return textOf(row, column);
    }
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    const RunRow *row = rowAt(index.row());
    if (row == nullptr)
        return {};
    const StateLook look = lookOf(row->summary.state);
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*row, index.column());
    case sortRole:
        return sortKeyOf(*row, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() >= Steps ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::DecorationRole:
        return index.column() == State ? QVariant(icon(look.icon, look.color)) : QVariant();
    case Qt::ForegroundRole:
        if (row->isMissing)
            return QApplication::palette().color(QPalette::PlaceholderText);
        return index.column() == State ? QVariant(look.color) : QVariant();
    case Qt::FontRole: {
        QFont font;
        font.setBold(index.column() == Run && isLive(row->summary.state));
        return font;
    }
    case Qt::ToolTipRole:
        if (row->isMissing)
            return tr("Folder not found. It was at %1.")
                .arg(QString::fromStdString(row->summary.folder.string()));
        if (row->summary.state == RunState::Failed)
            return QString::fromStdString(row->summary.message);
        return QString::fromStdString(row->summary.folder.string());
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= Steps ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == SmallestLoss)
        return tr("The smallest training loss (nats) and the step it was reached at");
    if (role != Qt::DisplayRole)
        return {};
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
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

RunFilter::RunFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(helicase::sortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

void RunFilter::setText(const QString &text)
{
    text_ = text.trimmed();
    invalidateFilter();
}

void RunFilter::setTask(const QString &task)
{
    task_ = task;
    invalidateFilter();
}

void RunFilter::setState(const QString &stateWord)
{
    state_ = stateWord;
    invalidateFilter();
}

bool RunFilter::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const auto cell = [&](int column) {
        return sourceModel()->index(sourceRow, column, sourceParent).data().toString();
    };
    return (text_.isEmpty() || cell(RunTableModel::Run).contains(text_, Qt::CaseInsensitive)) &&
           (task_.isEmpty() || cell(RunTableModel::Task) == task_) &&
           (state_.isEmpty() || cell(RunTableModel::State) == state_);
}

} // namespace helicase
