#include "widgets/evaluate/regression_view.h"

#include "widgets/common/figure_tiles.h"
#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/figure_parts.h"
#include "widgets/evaluate/table_export.h"
#include "widgets/evaluate/value_scatter.h"
#include "widgets/evaluate/value_table.h"

#include <QHeaderView>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace helicase {

namespace {

// Four columns of numbers with their titles, and the arrow of sorting.
constexpr int tableCharacters = 54;

} // namespace

RegressionView::RegressionView(Theme &theme, const QString &panel, ResultHead::Extent extent,
                               QWidget *parent)
    : QWidget(parent), prefix_(panel + QStringLiteral(".regression")), extent_(extent)
{
    setRole(this, "canvas");
    setAttribute(Qt::WA_StyledBackground);
    head_ = new ResultHead(prefix_, extent, this);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildScatter(theme));
    splitter->addWidget(buildTable());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 400});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(splitter, 1);
    fillExportMenu();
}

void RegressionView::fillExportMenu()
{
    QMenu *menu = head_->exportMenu();
    menu->addAction(tr("Predicted and measured…"), this, &RegressionView::exportWithDialog);
    menu->addSeparator();
    menu->addAction(tr("Table of examples…"), this, [this] {
        exportTableWithDialog(examples_, fileName(QStringLiteral("examples")));
    });
}

QWidget *RegressionView::buildScatter(Theme &theme)
{
    auto *box = new QWidget(this);
    scatter_ = new ValueScatter(theme, prefix_ + QStringLiteral(".scatter"), box);
    auto *title = sectionTitle(tr("Predicted and measured"), box);
    title->setToolTip(tr("Each point is an example; on the dashed line both values agree."));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(12, 8, 8, 6);
    layout->setSpacing(6);
    layout->addWidget(title);
    layout->addWidget(scatter_, 1);
    connect(scatter_, &ValueScatter::exampleClicked, this, &RegressionView::showRow);
    return box;
}

QWidget *RegressionView::buildTable()
{
    auto *box = new QWidget(this);
    model_ = new ValueTableModel(this);
    sorted_ = new QSortFilterProxyModel(this);
    sorted_->setSortRole(sortRole);
    sorted_->setSourceModel(model_);
    examples_ = new QTableView(box);
    examples_->setModel(sorted_);
    setUpTable(examples_, prefix_ + QStringLiteral(".examples"), tr("Examples by their error"));
    setCloseColumns(examples_);
    examples_->setSelectionMode(QAbstractItemView::SingleSelection);
    examples_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    examples_->horizontalHeader()->setSectionResizeMode(ValueTableModel::Line,
                                                        QHeaderView::ResizeToContents);
    box->setMinimumWidth(QFontMetrics(font()).averageCharWidth() * tableCharacters);
    examples_->sortByColumn(ValueTableModel::Error, Qt::DescendingOrder);
    examples_->setToolTip(tr("The chosen example is circled among the points."));
    connect(examples_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RegressionView::chooseRow);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(6);
    auto *title = sectionTitle(tr("Largest errors"), box);
    title->setContentsMargins(8, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(examples_, 1);
    return box;
}

void RegressionView::setRecord(std::shared_ptr<const RegressionRecord> record)
{
    record_ = std::move(record);
    const PredictionSource &source = record_->source;
    head_->setTitle(extent_ == ResultHead::Extent::OneLine ? source.name
                                                           : titleOfSplit(source.split));
    const QString file = QString::fromStdString(source.dataFile.filename().string());
    const QString count = tr("%1 examples").arg(groupedNumber(record_->table.size()));
    head_->setSubtitle(file.isEmpty() ? count : file + QStringLiteral(", ") + count,
                       QString::fromStdString(source.dataFile.string()));
    head_->setNote(record_->note);
    model_->setRecord(record_);
    scatter_->setRecord(record_);
    showFigures();
}

void RegressionView::showFigures()
{
    const ValueScores &scores = record_->scores;
    const QString all = tr("n = %1").arg(groupedNumber(record_->table.size()));
    const QString unit = record_->quantity.isEmpty() ? tr("unit of the labels, squared")
                                                     : tr("(%1)²").arg(record_->quantity);
    const QString split = record_->source.split == QStringLiteral("dev") ? tr("development split")
                          : record_->source.split == QStringLiteral("test") ? tr("test split")
                                                                            : QString();
    const auto loss = record_->source.loss;
    head_->figures()->setFigures(
        {{tr("Pearson r"), ResultHead::figureText(scores.pearson), all,
          tr("cov(x, y) / (sd x · sd y) of measured and predicted values; −1 to 1, 0 is chance. "
             "Not defined where either side is constant.")},
         {tr("Spearman rho"), ResultHead::figureText(scores.spearman), all,
          tr("Pearson r of the ranks, equal values sharing their mean rank; −1 to 1, 0 is chance")},
         {loss ? tr("Loss") : tr("Mean squared error"),
          shortNumber(loss.value_or(scores.meanSquaredError)), unit,
          tr("Mean squared error: the mean of (predicted − measured)² over the examples")},
         {tr("Examples"), groupedNumber(record_->table.size()), split,
          tr("Rows of the data file whose values were predicted")}});
}

void RegressionView::showRow(qint64 row)
{
    const QModelIndex index = sorted_->mapFromSource(model_->index(static_cast<int>(row), 0));
    examples_->selectRow(index.row());
    examples_->scrollTo(index);
}

void RegressionView::chooseRow()
{
    const QModelIndexList rows = examples_->selectionModel()->selectedRows();
    scatter_->setChosen(rows.isEmpty() ? -1 : sorted_->mapToSource(rows.first()).row());
}

void RegressionView::exportWithDialog()
{
    scatter_->exportWithDialog(fileName(QStringLiteral("predicted-measured")));
}

QString RegressionView::fileName(const QString &what) const
{
    return record_ ? record_->source.name + QLatin1Char('-') + what : what;
}

} // namespace helicase
