#include "widgets/runs/run_table.h"

#include "widgets/common/column_chooser.h"
#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/runs/run_filter.h"
#include "widgets/runs/run_table_model.h"

#include <QHeaderView>
#include <QInputDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QStyledItemDelegate>

#include <algorithm>
#include <limits>
#include <utility>

namespace helicase {

namespace {

struct RunColumn {
    RunTableModel::Column section;
    const char *key;
    int width;
};

// The most important first. The first two are always shown: a run has a name, and a box to tick.
// Tasks are told by the headings, too.
constexpr RunColumn runColumns[] = {
    {RunTableModel::Run, "run", 150},
    {RunTableModel::State, "state", 128},
    {RunTableModel::Steps, "steps", 112},
    {RunTableModel::LastLoss, "last_loss", 84},
    {RunTableModel::SmallestLoss, "smallest_loss", 110},
    {RunTableModel::MainMetric, "main_metric", 118},
    {RunTableModel::Duration, "duration", 100},
    {RunTableModel::Started, "started", 108},
    {RunTableModel::AtStep, "at_step", 68},
    {RunTableModel::Size, "size", 70},
    {RunTableModel::Task, "task", 96},
};

// The rows are read again once a second; what somebody is writing stays.
class NameDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        constexpr const char *filled = "filled";
        if (editor->property(filled).toBool())
            return;
        editor->setProperty(filled, true);
        QStyledItemDelegate::setEditorData(editor, index);
    }
};

constexpr int leastAddedWidth = 80;
constexpr int headingIndent = 8;
const QString addedKey = QStringLiteral("runs/addedColumns");

} // namespace

RunTable::RunTable(RunTableModel *model, RunFilter *shown, QWidget *parent)
    : QTableView(parent), runs_(model), filter_(shown)
{
    setModel(shown);
    setUpTable(this, QStringLiteral("runs.table"), tr("Runs"));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setItemDelegateForColumn(RunTableModel::Run, new NameDelegate(this));
    sortByColumn(RunTableModel::Started, Qt::DescendingOrder);
    horizontalHeader()->setStretchLastSection(true);
    columns_ = new ColumnChooser(this);
    connect(columns_, &ColumnChooser::changed, this, &RunTable::resetWidths);
    connect(columnMenu(), &QMenu::aboutToShow, this, &RunTable::fillMenu);
    restoreAddedColumns();
}

QMenu *RunTable::columnMenu() const
{
    return columns_->menu();
}

std::optional<RunRow> RunTable::selectedRun() const
{
    const QModelIndexList rows = selectionModel()->selectedRows();
    const RunRow *row =
        rows.isEmpty() ? nullptr : runs_->rowAt(filter_->mapToSource(rows.first()).row());
    return row != nullptr ? std::optional(*row) : std::nullopt;
}

void RunTable::selectRun(const std::filesystem::path &folder)
{
    const QModelIndex index = filter_->mapFromSource(runs_->index(runs_->rowOfFolder(folder), 0));
    if (index.isValid() && !selectionModel()->isRowSelected(index.row()))
        selectRow(index.row());
}

void RunTable::selectFirstRun()
{
    for (int row = 0; row < filter_->rowCount(); ++row)
        if (!filter_->isHeading(row))
            return selectRow(row);
}

void RunTable::editName()
{
    if (currentIndex().isValid())
        edit(currentIndex().siblingAtColumn(RunTableModel::Run));
}

// A heading goes across all columns, whatever their order.
void RunTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    QFont font = this->font();
    font.setBold(true);
    painter.setFont(font);
    for (int row = std::max(0, rowAt(0)); row < filter_->rowCount(); ++row) {
        const QRect place(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
        if (place.top() > viewport()->height())
            break;
        if (!filter_->isHeading(row))
            continue;
        painter.fillRect(place, palette().color(QPalette::Window));
        painter.setPen(shownColor(ColorRole::Border));
        painter.drawLine(place.topLeft(), place.topRight());
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(place.adjusted(headingIndent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         filter_->headingText(row));
    }
}

void RunTable::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex state = currentIndex().siblingAtColumn(RunTableModel::State);
    if (event->key() != Qt::Key_Space || !state.isValid())
        return QTableView::keyPressEvent(event);
    const bool isTicked = state.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    model()->setData(state, isTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void RunTable::restoreAddedColumns()
{
    std::vector<AddedColumn> columns;
    for (const QString &key : QSettings().value(addedKey).toStringList())
        if (const auto column = AddedColumn::fromKey(key))
            columns.push_back(*column);
    runs_->setAddedColumns(columns);
}

void RunTable::setAddedColumns(const std::vector<AddedColumn> &columns)
{
    QStringList keys;
    for (const AddedColumn &column : columns)
        keys += column.key();
    QSettings().setValue(addedKey, keys);
    runs_->setAddedColumns(columns);
    resetWidths();
    fitColumns();
    Q_EMIT stepsWanted(stepsOf(columns));
}

void RunTable::toggle(const AddedColumn &column, bool isShown)
{
    std::vector<AddedColumn> columns = runs_->addedColumns();
    std::erase(columns, column);
    if (isShown)
        columns.push_back(column);
    setAddedColumns(columns);
}

// The chooser has filled the menu with its own columns just before.
void RunTable::fillMenu()
{
    QStringList metrics;
    QStringList settings;
    for (const RunRow &row : runs_->rows()) {
        if (row.metrics)
            for (const auto &[name, metric] : *row.metrics)
                metrics += QString::fromStdString(name);
        if (row.settings)
            for (const RunSetting &setting : *row.settings)
                settings += QString::fromStdString(setting.name);
    }
    for (QStringList *names : {&metrics, &settings}) {
        names->removeDuplicates();
        names->sort();
    }
    QMenu *menu = columnMenu();
    qDeleteAll(menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly)); // of the last time
    menu->addSeparator();
    QMenu *metricMenu = menu->addMenu(tr("Metrics"));
    metricMenu->setEnabled(!metrics.isEmpty());
    for (const QString &metric : metrics)
        addMetricMenu(metricMenu->addMenu(metric), metric);
    QMenu *settingMenu = menu->addMenu(tr("Settings"));
    settingMenu->setEnabled(!settings.isEmpty());
    for (const QString &setting : settings)
        addColumnAction(settingMenu, setting, {AddedColumn::Figure::Setting, setting});
    QAction *none =
        menu->addAction(tr("Remove added columns"), this, [this] { setAddedColumns({}); });
    none->setEnabled(!runs_->addedColumns().empty());
}

void RunTable::addMetricMenu(QMenu *menu, const QString &metric)
{
    using Figure = AddedColumn::Figure;
    addColumnAction(menu, tr("Last"), {Figure::Last, metric});
    addColumnAction(menu, tr("Minimum"), {Figure::Minimum, metric});
    addColumnAction(menu, tr("Step of minimum"), {Figure::MinimumStep, metric});
    addColumnAction(menu, tr("Maximum"), {Figure::Maximum, metric});
    addColumnAction(menu, tr("Step of maximum"), {Figure::MaximumStep, metric});
    for (const AddedColumn &column : runs_->addedColumns())
        if (column.figure == Figure::AtStep && column.name == metric)
            addColumnAction(menu, tr("At step %1").arg(groupedNumber(column.step)), column);
    menu->addAction(tr("At step…"), this, [this, metric] { askForStep(metric); });
}

void RunTable::addColumnAction(QMenu *menu, const QString &text, const AddedColumn &column)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(std::ranges::find(runs_->addedColumns(), column) !=
                       runs_->addedColumns().end());
    connect(action, &QAction::toggled, this,
            [this, column](bool isShown) { toggle(column, isShown); });
}

void RunTable::askForStep(const QString &metric)
{
    bool isChosen = false;
    const int step = QInputDialog::getInt(this, tr("Value at step"), tr("Step:"), 1000, 0,
                                          std::numeric_limits<int>::max(), 100, &isChosen);
    if (isChosen)
        toggle({AddedColumn::Figure::AtStep, metric, step}, true);
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
    for (int section = RunTableModel::ColumnCount; section < model()->columnCount(); ++section)
        room -= widthOf(section);
    std::vector<ColumnChooser::Column> columns;
    for (const RunColumn &column : runColumns) {
        room -= column.width;
        if (column.section != RunTableModel::Run && column.section != RunTableModel::State)
            columns.push_back({.section = column.section,
                               .key = QLatin1String(column.key),
                               .isShownByDefault = room >= 0});
    }
    const auto isShown = [](const ColumnChooser::Column &column) {
        return column.isShownByDefault;
    };
    const auto fitting = std::ranges::count_if(columns, isShown);
    if (std::exchange(fitting_, fitting) != fitting)
        columns_->setColumns(QStringLiteral("runs"), std::move(columns));
}

// The last column is stretched; the one that was last before keeps that width.
void RunTable::resetWidths()
{
    for (const RunColumn &column : runColumns)
        setColumnWidth(column.section, column.width);
    for (int section = RunTableModel::ColumnCount; section < model()->columnCount(); ++section)
        setColumnWidth(section, widthOf(section));
}

// Of a column that was added: its title decides.
int RunTable::widthOf(int section) const
{
    return std::max(horizontalHeader()->sectionSizeHint(section), leastAddedWidth);
}

} // namespace helicase
