#include "widgets/runs/run_table.h"

#include "widgets/common/column_chooser.h"
#include "widgets/common/table_tools.h"
#include "widgets/runs/run_table_model.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

struct RunColumn {
    RunTableModel::Column section;
    const char *key;
    int width;
};

// The most important first.
constexpr RunColumn runColumns[] = {
    {RunTableModel::Run, "run", 150},
    {RunTableModel::State, "state", 92},
    {RunTableModel::Task, "task", 96},
    {RunTableModel::Steps, "steps", 96},
    {RunTableModel::LastLoss, "last_loss", 84},
    {RunTableModel::SmallestLoss, "smallest_loss", 110},
    {RunTableModel::Duration, "duration", 84},
    {RunTableModel::Started, "started", 106},
    {RunTableModel::AtStep, "at_step", 76},
    {RunTableModel::Size, "size", 72},
};

} // namespace

RunTable::RunTable(QAbstractItemModel *model, QWidget *parent) : QTableView(parent)
{
    setModel(model);
    setUpTable(this, QStringLiteral("runs.table"), tr("Runs"));
    setSelectionMode(QAbstractItemView::SingleSelection);
    sortByColumn(RunTableModel::Started, Qt::DescendingOrder);
    horizontalHeader()->setStretchLastSection(true);
    columns_ = new ColumnChooser(this);
    connect(columns_, &ColumnChooser::changed, this, &RunTable::resetWidths);
}

void RunTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

// The scroll bar counts as room that is taken, so that its coming and going hides no column.
void RunTable::fitColumns()
{
    int room = width() - verticalScrollBar()->sizeHint().width();
    std::vector<ColumnChooser::Column> columns;
    for (const RunColumn &column : runColumns) {
        room -= column.width;
        if (column.section != RunTableModel::Run)
            columns.push_back({.section = column.section,
                               .key = QLatin1String(column.key),
                               .isShownByDefault = room >= 0});
    }
    const auto isShown = [](const ColumnChooser::Column &column) { return column.isShownByDefault; };
    const auto fitting = std::ranges::count_if(columns, isShown);
    if (std::exchange(fitting_, fitting) != fitting)
        columns_->setColumns(QStringLiteral("runs"), std::move(columns));
}

// The last column is stretched; the one that was last before keeps that width.
void RunTable::resetWidths()
{
    for (const RunColumn &column : runColumns)
        setColumnWidth(column.section, column.width);
}

} // namespace helicase
