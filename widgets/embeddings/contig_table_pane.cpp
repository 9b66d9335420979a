#include "widgets/embeddings/contig_table_pane.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/contig_table_model.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Neighbouring rows become one range, so that a million selected rows stay quick.
QItemSelection selectionOf(std::vector<int> rows, const QAbstractItemModel &model)
{
    std::ranges::sort(rows);
    QItemSelection selection;
    for (size_t first = 0; first < rows.size();) {
        size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        selection.append(QItemSelectionRange(model.index(rows[first], 0),
                                             model.index(rows[last], model.columnCount() - 1)));
        first = last + 1;
    }
    return selection;
}

} // namespace

ContigTablePane::ContigTablePane(CloudModel &model, QWidget *parent)
    : QWidget(parent), model_(model), contigs_(new ContigTableModel(model, this))
{
    table_ = new QTableView(this);
    table_->setModel(contigs_);
    setUpTable(table_, QStringLiteral("embeddings.table"), tr("Contigs"));
    table_->horizontalHeader()->setSortIndicator(ContigTableModel::Length, Qt::DescendingOrder);
    table_->horizontalHeader()->setSectionResizeMode(ContigTableModel::Species,
                                                     QHeaderView::Stretch);
    table_->setColumnWidth(ContigTableModel::Contig, 150);
    table_->setColumnWidth(ContigTableModel::Bin, 80);
    table_->setColumnWidth(ContigTableModel::Length, 110);
    table_->setColumnWidth(ContigTableModel::Gc, 90);
    table_->setMinimumHeight(90);

    summary_ = mutedLabel({}, this);
    auto *title = new QLabel(tr("Contigs"), this);
    setRole(title, "sectiontitle");
    auto *group = new QButtonGroup(this);
    QToolButton *selected =
        scopeButton(tr("Selected"), QStringLiteral("embeddings.table.selected"), true);
    QToolButton *all = scopeButton(tr("All"), QStringLiteral("embeddings.table.all"), false);
    group->addButton(selected);
    group->addButton(all);
    all->setChecked(true);
    auto *scopes = new QHBoxLayout;
    scopes->setSpacing(0);
    scopes->addWidget(selected);
    scopes->addWidget(all);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(12, 4, 12, 4);
    header->setSpacing(8);
    header->addWidget(title);
    header->addWidget(summary_, 1);
    header->addLayout(scopes);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(table_, 1);

    connect(&model_, &CloudModel::selectionChanged, this, &ContigTablePane::refresh);
    connect(contigs_, &QAbstractItemModel::modelReset, this, &ContigTablePane::refresh);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ContigTablePane::giveRowsToSelection);
    refresh();
}

QToolButton *ContigTablePane::scopeButton(const QString &text, const QString &name,
                                          bool isSelectedScope)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setObjectName(name);
    button->setAccessibleName(isSelectedScope ? tr("List the selected contigs")
                                              : tr("List all contigs shown"));
    button->setToolTip(button->accessibleName());
    button->setCheckable(true);
    setRole(button, "segment");
    connect(button, &QToolButton::clicked, this, [this, isSelectedScope] {
        contigs_->setScope(isSelectedScope ? ContigScope::Selected : ContigScope::All);
    });
    return button;
}

void ContigTablePane::setBinsOf(const std::string &candidate)
{
    contigs_->setBinsOf(candidate);
    table_->setColumnHidden(ContigTableModel::Bin, !contigs_->hasBins());
}

void ContigTablePane::refresh()
{
    summary_->setText(tr("%1 selected of %2")
                          .arg(groupedNumber(static_cast<qint64>(model_.selection().size())),
                               groupedNumber(model_.data().size())));
    table_->setColumnHidden(ContigTableModel::Bin, !contigs_->hasBins());
    takeRowsFromSelection();
}

void ContigTablePane::takeRowsFromSelection()
{
    if (contigs_->scope() == ContigScope::Selected || isTaking_)
        return;
    const QScopedValueRollback<bool> guard(isTaking_, true);
    std::vector<int> rows;
    for (const int contig : model_.selection())
        if (const int row = contigs_->rowOf(contig); row >= 0)
            rows.push_back(row);
    const int first = rows.empty() ? -1 : *std::ranges::min_element(rows);
    table_->selectionModel()->select(selectionOf(std::move(rows), *contigs_),
                                     QItemSelectionModel::ClearAndSelect);
    if (first >= 0)
        table_->scrollTo(contigs_->index(first, 0));
}

void ContigTablePane::giveRowsToSelection()
{
    if (contigs_->scope() == ContigScope::Selected || isTaking_)
        return;
    const QScopedValueRollback<bool> guard(isTaking_, true);
    std::vector<int> contigs;
    for (const QItemSelectionRange &range : table_->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            contigs.push_back(contigs_->contigAt(row));
    model_.setSelection(std::move(contigs));
}

} // namespace helicase
