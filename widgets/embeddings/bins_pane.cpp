#include "widgets/embeddings/bins_pane.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/bin_list_model.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/group_keeper.h"

#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int mostBinsShown = 10;

} // namespace

BinsPane::BinsPane(CloudModel &model, BinScoring &scoring, GroupKeeper &keeper,
                   const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent), model_(model), scoring_(scoring), keeper_(keeper),
      bins_(new BinListModel(model, scoring, this))
{
    candidate_ = new QComboBox(this);
    candidate_->setObjectName(QStringLiteral("embeddings.bins.candidate"));
    candidate_->setAccessibleName(tr("Whose bins are shown"));
    candidate_->setToolTip(tr("Whose bins are shown. Each candidate keeps its own edits."));
    table_ = new QTableView(this);
    table_->setModel(bins_);
    setUpTable(table_, QStringLiteral("embeddings.bins"), tr("Bins"));
    table_->setStyleSheet(QStringLiteral("QTableView::item { padding: 0 3px } "
                                         "QHeaderView::section { padding: 4px 3px }"));
    table_->setIconSize({markerIconSide, markerIconSide});
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->horizontalHeader()->setSortIndicator(BinListModel::Name, Qt::AscendingOrder);
    QHeaderView *header = table_->horizontalHeader();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(30);
    header->setSectionResizeMode(BinListModel::Name, QHeaderView::Stretch);
    for (int column = BinListModel::Contigs; column < BinListModel::ColumnCount; ++column) {
        const QString title = bins_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, header->fontMetrics().horizontalAdvance(title) + 20);
    }
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    agreement_ = mutedLabel({}, this);
    agreement_->setObjectName(QStringLiteral("embeddings.bins.agreement"));
    agreement_->setWordWrap(true);
    agreement_->setToolTip(tr("Adjusted Rand index: (RI − E[RI]) / (max RI − E[RI]) over pairs of "
                              "contigs; 0 = chance, 1 = identical"));
    hint_ = mutedLabel(tr("No bins yet. Select contigs and make a new bin of them (N)."), this);
    hint_->setWordWrap(true);
    buttons_ = new QWidget(this);
    auto *flow = new FlowLayout(6, 6, buttons_);
    flow->setContentsMargins(0, 0, 0, 0);
    for (QAction *action : actions)
        flow->addWidget(actionButton(action, buttons_));

    auto *words = new QVBoxLayout;
    words->setContentsMargins(12, 0, 12, 0);
    words->setSpacing(4);
    words->addWidget(candidate_);
    words->addWidget(hint_);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(12, 4, 8, 0);
    foot->setSpacing(4);
    foot->addWidget(agreement_);
    foot->addWidget(buttons_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(4);
    layout->addLayout(words);
    layout->addWidget(table_);
    layout->addLayout(foot);

    connect(candidate_, &QComboBox::textActivated, &keeper_, &GroupKeeper::choose);
    connect(&keeper_, &GroupKeeper::candidateChanged, this, &BinsPane::listCandidates);
    connect(&scoring_, &BinScoring::changed, this, &BinsPane::refresh);
    connect(&scoring_, &BinScoring::targetChanged, this, &BinsPane::refresh);
    connect(bins_, &QAbstractItemModel::modelReset, this, &BinsPane::refresh);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &BinsPane::takeTarget);
    connect(table_, &QTableView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT binActivated(bins_->binAt(index.row())); });
    listCandidates();
    refresh();
}

QString BinsPane::summary() const
{
    const auto bins = static_cast<int>(model_.binGroups().groups().size());
    return bins == 0
               ? tr("none")
               : tr("%1 bins, %2 unbinned").arg(bins).arg(groupedNumber(scoring_.now().unbinned));
}

void BinsPane::listCandidates()
{
    const QSignalBlocker quiet(candidate_);
    candidate_->clear();
    candidate_->addItems(keeper_.candidates());
    candidate_->setCurrentText(keeper_.candidate());
    candidate_->setVisible(candidate_->count() > 1);
}

void BinsPane::refresh()
{
    const QScopedValueRollback<bool> guard(isTaking_, true);
    const int rows = bins_->rowCount();
    for (QWidget *widget : {static_cast<QWidget *>(table_), buttons_})
        widget->setVisible(rows > 0);
    hint_->setVisible(rows == 0);
    const std::optional<double> &agreement = scoring_.now().adjustedRand;
    agreement_->setVisible(rows > 0 && agreement.has_value());
    if (agreement)
        agreement_->setText(
            tr("ARI %1 over the labelled contigs in bins").arg(fixedNumber(*agreement, 3)));
    const int rowHeight = table_->verticalHeader()->defaultSectionSize();
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           std::clamp(rows, 1, mostBinsShown) * rowHeight + 2);
    const int target = bins_->rowOf(scoring_.target());
    if (target < 0)
        table_->setCurrentIndex({});
    else if (table_->currentIndex().row() != target)
        table_->setCurrentIndex(bins_->index(target, 0));
    Q_EMIT summaryChanged();
}

void BinsPane::takeTarget()
{
    if (isTaking_ || !table_->currentIndex().isValid())
        return;
    scoring_.setTarget(bins_->binAt(table_->currentIndex().row()));
}

} // namespace helicase
