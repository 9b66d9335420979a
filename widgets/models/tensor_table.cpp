#include "widgets/models/tensor_table.h"

#include "widgets/common/column_chooser.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

constexpr int leastNameWidth = 190;

struct TensorColumn {
    TensorTableModel::Column section;
    const char *key;
    const char *widest; // the longest text that is usual
};

// The most important first.
constexpr TensorColumn tensorColumnRank[] = {
    {TensorTableModel::Shape, "shape", "4,096 × 3,072"},
    {TensorTableModel::Size, "size", "123 MB"},
    {TensorTableModel::Minimum, "minimum", "−0.1234"},
    {TensorTableModel::Maximum, "maximum", "−0.1234"},
    {TensorTableModel::NanCount, "nan", "1,234"},
    {TensorTableModel::Deviation, "sd", "0.1234"},
    {TensorTableModel::Mean, "mean", "−0.1234"},
    {TensorTableModel::Type, "type", "BF16"},
};

} // namespace

TensorTable::TensorTable(QWidget *parent) : QTableView(parent), model_(new TensorTableModel(this))
{
    setModel(model_);
    setUpTable(this, QStringLiteral("models.tensors"), tr("Tensors"));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setCloseColumns(this);
    // The third click on a title brings the order of the data back.
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setSectionResizeMode(TensorTableModel::Name, QHeaderView::Stretch);
    columns_ = new ColumnChooser(this);
    connect(model_, &QAbstractItemModel::modelReset, this, &TensorTable::spanHeadings);
    connect(model_, &QAbstractItemModel::layoutChanged, this, &TensorTable::spanHeadings);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                Q_EMIT tensorChosen(model_->tensorAt(current.row()));
            });
}

void TensorTable::setShownModel(const ModelPointer &model)
{
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    model_->setModel(model);
}

int TensorTable::selectedTensor() const
{
    return model_->tensorAt(currentIndex().row());
}

void TensorTable::selectTensor(int tensor)
{
    if (const int row = model_->rowOfTensor(tensor); row >= 0)
        selectRow(row);
}

void TensorTable::setFilter(const QString &text)
{
    const int selected = selectedTensor();
    model_->setFilter(text);
    selectTensor(selected);
}

void TensorTable::spanHeadings()
{
    if (std::exchange(hasSpans_, false))
        clearSpans();
    for (int row = 0; row < model_->rowCount(); ++row)
        if (model_->isHeading(row)) {
            setSpan(row, 0, 1, model_->columnCount());
            hasSpans_ = true;
        }
}

void TensorTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

int TensorTable::neededWidth(int column) const
{
    constexpr int padding = 8; // at either side, with the style's own margin
    constexpr int arrow = 8;
    const auto rank = std::ranges::find(tensorColumnRank, column, &TensorColumn::section);
    const QString title = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const int titleWidth =
        QFontMetrics(horizontalHeader()->font()).horizontalAdvance(title) + arrow;
    return std::max(fontMetrics().horizontalAdvance(QString::fromUtf8(rank->widest)), titleWidth) +
           2 * padding;
}

// The scroll bar counts as room that is taken, so that its coming and going hides no column.
void TensorTable::fitColumns()
{
    int room = width() - verticalScrollBar()->sizeHint().width() - leastNameWidth;
    std::vector<ColumnChooser::Column> columns;
    int fitting = 0;
    for (const TensorColumn &column : tensorColumnRank) {
        const int needed = neededWidth(column.section);
        setColumnWidth(column.section, needed);
        room -= needed;
        fitting += room >= 0;
        columns.push_back({.section = column.section,
                           .key = QLatin1String(column.key),
                           .isShownByDefault = room >= 0});
    }
    if (std::exchange(fitting_, fitting) != fitting)
        columns_->setColumns(QStringLiteral("models"), std::move(columns));
}

} // namespace helicase
