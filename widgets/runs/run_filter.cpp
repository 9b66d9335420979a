#include "widgets/runs/run_filter.h"

#include "widgets/common/format.h"
#include "widgets/common/shown_names.h"
#include "widgets/common/table_tools.h"
#include "widgets/runs/run_table_model.h"

#include <tuple>

namespace helicase {

namespace {

// Where a row stands whatever the table is sorted by.
auto placeOf(const RunTableModel &runs, int row)
{
    const QString task = runs.taskOf(row);
    return runs.isBaseline(row)
               ? std::tuple(0, QString(), QString(), false)
               : std::tuple(task.isEmpty() ? 2 : 1, taskTitle(task), task, !runs.isHeading(row));
}

} // namespace

RunFilter::RunFilter(RunTableModel *runs, QObject *parent)
    : QSortFilterProxyModel(parent), runs_(runs)
{
    setSortRole(helicase::sortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
    setSourceModel(runs);
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

bool RunFilter::isHeading(int row) const
{
    return runs_->isHeading(mapToSource(index(row, 0)).row());
}

QString RunFilter::headingText(int row) const
{
    const QString task = runs_->taskOf(mapToSource(index(row, 0)).row());
    int all = 0;
    int shown = 0;
    for (int run = 0; run < int(runs_->rows().size()); ++run) {
        if (runs_->taskOf(run) != task)
            continue;
        ++all;
        shown += acceptsRun(run) ? 1 : 0;
    }
    const QString title = task.isEmpty() ? tr("Task not known") : taskTitle(task);
    if (shown < all)
        return tr("%1, %2 runs").arg(title, countOf(shown, all));
    return all == 1 ? tr("%1, 1 run").arg(title) : tr("%1, %2 runs").arg(title).arg(all);
}

QVariant RunFilter::data(const QModelIndex &index, int role) const
{
    const bool isTitle = role == Qt::DisplayRole && index.isValid() && index.column() == 0;
    return isTitle && isHeading(index.row()) ? headingText(index.row())
                                             : QSortFilterProxyModel::data(index, role);
}

bool RunFilter::acceptsRun(int sourceRow) const
{
    const auto cell = [&](int column) { return runs_->index(sourceRow, column).data().toString(); };
    return (text_.isEmpty() || cell(RunTableModel::Run).contains(text_, Qt::CaseInsensitive)) &&
           (task_.isEmpty() || runs_->taskOf(sourceRow) == task_) &&
           (state_.isEmpty() || cell(RunTableModel::State) == state_);
}

// A heading stands above at least one run.
bool RunFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    if (!runs_->isHeading(sourceRow))
        return acceptsRun(sourceRow);
    const QString task = runs_->taskOf(sourceRow);
    for (int run = 0; run < int(runs_->rows().size()); ++run)
        if (runs_->taskOf(run) == task && !runs_->isBaseline(run) && acceptsRun(run))
            return true;
    return false;
}

bool RunFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto one = placeOf(*runs_, left.row());
    const auto other = placeOf(*runs_, right.row());
    if (one != other)
        return (one < other) == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace helicase
