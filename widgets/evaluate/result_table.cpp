#include "widgets/evaluate/result_table.h"

#include "widgets/common/column_chooser.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"
#include "widgets/evaluate/deviation_delegate.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace helicase {

ResultTable::ResultTable(QWidget *parent) : QTableView(parent), model_(new ResultTableModel(this))
{
    setModel(model_);
    setUpTable(this, QStringLiteral("evaluate.results"), tr("Summary of the candidates"));
    setSortingEnabled(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setIconSize({markerIconSide, markerIconSide});
    setItemDelegate(new DeviationDelegate(this));
    setCloseColumns(this);
    // The rows are not sorted: no room for an arrow.
    setStyleSheet(styleSheet() +
                  QStringLiteral("QHeaderView::down-arrow, QHeaderView::up-arrow { width: 0px }"));
    columns_ = new ColumnChooser(this);
    connect(columns_, &ColumnChooser::changed, this, [this] {
        fitColumns();
        Q_EMIT shownMetricsChanged();
    });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid() && !model_->isDifferenceRow(current.row()))
                    Q_EMIT candidateChosen(model_->candidateAt(current.row()).name);
            });
}

void ResultTable::setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation)
{
    const QString task = QString::fromStdString(evaluation->task);
    model_->setEvaluation(std::move(evaluation));
    std::vector<ColumnChooser::Column> metrics;
    for (int column = 1; column < model_->columnCount(); ++column)
        metrics.push_back({.section = column,
                           .key = QString::fromStdString(model_->metricAt(column).key),
                           .isShownByDefault = column <= mainMetrics});
    columns_->setColumns(task, std::move(metrics));
}

QMenu *ResultTable::columnMenu() const
{
    return columns_->menu();
}

std::vector<ShownMetric> ResultTable::shownMetrics() const
{
    std::vector<ShownMetric> metrics;
    for (int column = 1; column < model_->columnCount(); ++column)
        if (!isColumnHidden(column))
            metrics.push_back(model_->metricAt(column));
    return metrics;
}

void ResultTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

// Measured here: the header's own hint is for bold text with an arrow, the cells' for plain text.
int ResultTable::neededWidth(int column) const
{
    constexpr int padding = 8; // at either side, with the style's own margin
    const QString title = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    int widest = 0;
    for (const QString &line : title.split(u'\n'))
        widest = std::max(widest, QFontMetrics(horizontalHeader()->font()).horizontalAdvance(line));
    for (int row = 0; row < model_->rowCount(); ++row)
        widest = std::max(widest, DeviationDelegate::textWidth(model_->index(row, column)));
    return widest + 2 * padding;
}

std::vector<int> ResultTable::wishedMetrics() const
{
    std::vector<int> metrics;
    for (int column = 1; column < model_->columnCount(); ++column)
        if (columns_->isShown(QString::fromStdString(model_->metricAt(column).key)))
            metrics.push_back(column);
    return metrics;
}

int ResultTable::layOut(const std::vector<int> &metrics)
{
    constexpr int widestName = 230;
    setColumnWidth(0, std::min(neededWidth(0) + markerIconSide + 8, widestName));
    int needed = columnWidth(0);
    for (const int column : metrics) {
        setColumnWidth(column, neededWidth(column));
        needed += columnWidth(column);
    }
    return viewport()->width() - needed;
}

// Where there is too little room the units of the headers go into a second line; then the last metrics go, unless
// somebody has chosen them.
void ResultTable::fitColumns()
{
    const std::vector<ShownMetric> before = shownMetrics();
    std::vector<int> metrics = wishedMetrics();
    for (const int column : metrics)
        setColumnHidden(column, false);
    model_->setHeaderInTwoLines(false);
    int spare = layOut(metrics);
    if (spare < 0) {
        model_->setHeaderInTwoLines(true);
        spare = layOut(metrics);
    }
    while (spare < 0 && metrics.size() > 1 && columns_->isDefault()) {
        spare += columnWidth(metrics.back());
        setColumnHidden(metrics.back(), true);
        metrics.pop_back();
    }
    int rest = std::max(spare, 0);
    for (size_t i = 0; i < metrics.size(); ++i) {
        const int share = rest / static_cast<int>(metrics.size() - i);
        setColumnWidth(metrics[i], columnWidth(metrics[i]) + share);
        rest -= share;
    }
    const int scrollBar = spare < 0 ? horizontalScrollBar()->sizeHint().height() : 0;
    setFixedHeight(horizontalHeader()->sizeHint().height() +
                   model_->rowCount() * verticalHeader()->defaultSectionSize() + scrollBar + 2);
    if (shownMetrics().size() != before.size())
        Q_EMIT shownMetricsChanged();
}

} // namespace helicase
