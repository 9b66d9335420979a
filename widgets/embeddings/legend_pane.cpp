#include "widgets/embeddings/legend_pane.h"

#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/legend_model.h"
#include "widgets/embeddings/length_filter.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int mostRowsShown = 14;
constexpr int rowsThatNeedFilter = 8;

QTableView *makeTable(QAbstractItemModel *model, QWidget *parent)
{
    auto *table = new QTableView(parent);
    setUpTable(table, QStringLiteral("embeddings.legend"), LegendPane::tr("Legend"));
    table->setModel(model);
    table->setAlternatingRowColors(false);
    table->setSortingEnabled(false);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(LegendModel::Eye, QHeaderView::Fixed);
    table->horizontalHeader()->setSectionResizeMode(LegendModel::Name, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(LegendModel::Count, QHeaderView::Fixed);
    table->horizontalHeader()->setMinimumSectionSize(20);
    table->setColumnWidth(LegendModel::Eye, 28);
    table->setIconSize({14, 14});
    table->setStyleSheet(QStringLiteral("QTableView { background: transparent } "
                                        "QTableView::item { padding: 0 3px }"));
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return table;
}

} // namespace

LegendPane::LegendPane(CloudModel &model, QWidget *parent)
    : QWidget(parent), model_(model), legend_(new LegendModel(model, this)),
      filtered_(new QSortFilterProxyModel(this))
{
    filtered_->setSourceModel(legend_);
    filtered_->setFilterKeyColumn(LegendModel::Name);
    filtered_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    filterField_ = new QLineEdit(this);
    filterField_->setObjectName(QStringLiteral("embeddings.legend.filter"));
    filterField_->setPlaceholderText(tr("Filter legend"));
    filterField_->setAccessibleName(tr("Filter legend"));
    filterField_->setClearButtonEnabled(true);
    table_ = makeTable(filtered_, this);
    summary_ = mutedLabel({}, this);
    showAll_ = linkButton(tr("Show all"), QStringLiteral("embeddings.legend.showall"), this);

    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(12, 0, 12, 4);
    filterRow->addWidget(filterField_);
    auto *footer = new QHBoxLayout;
    footer->setContentsMargins(12, 2, 8, 4);
    footer->addWidget(summary_, 1);
    footer->addWidget(showAll_);
    auto *lengthHeader = new SectionHeader(tr("Filter"), this);
    auto *lengthFilter = new LengthFilter(model_, this);
    lengthHeader->setContent(lengthFilter);
    const auto refreshFilter = [this, lengthHeader] {
        lengthHeader->setSummary(tr("%1 pass").arg(groupedNumber(model_.passingFilterCount())));
    };
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(0);
    auto *header = new SectionHeader(tr("Colour by species"), this);
    layout->addWidget(header);
    layout->addLayout(filterRow);
    layout->addWidget(table_);
    layout->addLayout(footer);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(lengthHeader);
    layout->addWidget(lengthFilter);
    layout->addStretch();

    connect(filterField_, &QLineEdit::textChanged, filtered_,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(table_, &QTableView::clicked, this, &LegendPane::cellClicked);
    connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.column() != LegendModel::Eye)
            legend_->toggleIsolated(sourceRow(index.row()));
    });
    auto *spaceKey = new QShortcut(Qt::Key_Space, table_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(spaceKey, &QShortcut::activated, this, [this] {
        if (table_->currentIndex().isValid())
            legend_->toggleShown(sourceRow(table_->currentIndex().row()));
    });
    connect(showAll_, &QToolButton::clicked, &model_, &CloudModel::showAllClasses);
    connect(legend_, &QAbstractItemModel::modelReset, this, &LegendPane::refresh);
    connect(legend_, &QAbstractItemModel::dataChanged, this, &LegendPane::refresh);
    connect(&model_, &CloudModel::dataChanged, this, refreshFilter);
    connect(&model_, &CloudModel::visibilityChanged, this, refreshFilter);
    refresh();
}

int LegendPane::sourceRow(int row) const
{
    return filtered_->mapToSource(filtered_->index(row, 0)).row();
}

void LegendPane::cellClicked(const QModelIndex &index)
{
    if (index.column() == LegendModel::Eye)
        legend_->toggleShown(sourceRow(index.row()));
}

void LegendPane::refresh()
{
    const int rows = legend_->rowCount();
    const int shown = legend_->shownCount();
    summary_->setText(shown == rows ? tr("All %1 shown").arg(rows)
                                    : tr("%1 of %2 shown").arg(shown).arg(rows));
    showAll_->setVisible(shown < rows || model_.isolatedClass() != CloudModel::noClassIsolated);
    filterField_->setVisible(rows > rowsThatNeedFilter);
    int widest = 0;
    for (int row = 0; row < rows; ++row) {
        const QString count = legend_->index(row, LegendModel::Count).data().toString();
        widest = std::max(widest, table_->fontMetrics().horizontalAdvance(count));
    }
    table_->setColumnWidth(LegendModel::Count, widest + 22);
    const int rowHeight = table_->verticalHeader()->defaultSectionSize();
    table_->setFixedHeight(std::clamp(rows, 1, mostRowsShown) * rowHeight + 4);
}

} // namespace helicase
