#include "widgets/embeddings/contig_table_pane.h"

#include "widgets/common/column_chooser.h"
#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/contig_table_header.h"
#include "widgets/embeddings/contig_table_model.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
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

ContigTablePane::ContigTablePane(CloudModel &model, QAction *exportTable, QWidget *parent)
    : QWidget(parent), model_(model), contigs_(new ContigTableModel(model, this))
{
    buildTable();
    buildHead(exportTable);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head_);
    layout->addWidget(table_, 1);
    connect(&model_, &CloudModel::selectionChanged, this, &ContigTablePane::refresh);
    connect(&model_, &CloudModel::attributesChanged, this, &ContigTablePane::listGroupings);
    connect(contigs_, &QAbstractItemModel::modelReset, this, &ContigTablePane::takeColumns);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ContigTablePane::giveRowsToSelection);
    connect(table_, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (contigs_->isHeading(index.row()))
            contigs_->toggleGroup(index.row());
    });
    listGroupings();
    takeColumns();
}

void ContigTablePane::buildTable()
{
    table_ = new QTableView(this);
    table_->setModel(contigs_);
    header_ = new ContigTableHeader(table_);
    table_->setHorizontalHeader(header_);
    setUpTable(table_, QStringLiteral("embeddings.table"), tr("Contigs"));
    table_->setSortingEnabled(false); // the header tells what to sort by
    header_->setSortIndicatorShown(true);
    connect(header_, &ContigTableHeader::sortRequested, this, &ContigTablePane::sortBy);
    contigs_->sortBy(attribute_key::length, Qt::DescendingOrder);
    table_->setIconSize({markerIconSide, markerIconSide});
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setMinimumHeight(90);
    chooser_ = new ColumnChooser(table_);
}

void ContigTablePane::buildHead(QAction *exportTable)
{
    head_ = new QWidget(this);
    summary_ = mutedLabel({}, head_);
    auto *title = new QLabel(tr("Contigs"), head_);
    setRole(title, "sectiontitle");
    search_ = new QLineEdit(head_);
    search_->setObjectName(QStringLiteral("embeddings.find.field"));
    search_->setPlaceholderText(tr("Find id or label"));
    search_->setAccessibleName(tr("Find contigs by id, species, bin or label"));
    search_->setToolTip(tr("Lists the contigs that match. Enter selects them, F3 steps through."));
    search_->setClearButtonEnabled(true);
    search_->setMinimumWidth(120);
    search_->setMaximumWidth(220);
    connect(search_, &QLineEdit::textChanged, contigs_, &ContigTableModel::setFilter);
    connect(search_, &QLineEdit::returnPressed, this, &ContigTablePane::selectMatches);
    grouping_ = new QComboBox(head_);
    grouping_->setObjectName(QStringLiteral("embeddings.table.group"));
    grouping_->setAccessibleName(tr("Group the table by"));
    grouping_->setToolTip(tr("Group the table by a column; a click on a heading folds its group"));
    grouping_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(grouping_, &QComboBox::activated, this,
            [this](int index) { contigs_->setGrouping(grouping_->itemData(index).toString()); });
    buildSorting();
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
    auto *row = new QHBoxLayout(head_);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(title);
    row->addWidget(summary_, 1);
    row->addWidget(search_, 1);
    row->addLayout(scopes);
    row->addWidget(grouping_);
    row->addWidget(sorting_);
    row->addWidget(toolButton(exportTable, ButtonText::Hidden, head_));
}

QToolButton *ContigTablePane::scopeButton(const QString &text, const QString &name,
                                          bool isSelectedScope)
{
    auto *button = new QToolButton(head_);
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

void ContigTablePane::listGroupings()
{
    const QSignalBlocker quiet(grouping_);
    grouping_->clear();
    grouping_->addItem(tr("No groups"), QString());
    for (const AttributeInfo &info : model_.attributes())
        if (info.kind == AttributeKind::Category)
            grouping_->addItem(tr("Group by %1").arg(info.title.toLower()), info.key);
    grouping_->setCurrentIndex(std::max(0, grouping_->findData(contigs_->grouping())));
}

// Widths and shown columns follow the attributes; a click with the right button on the header
// chooses others.
void ContigTablePane::takeColumns()
{
    QStringList columns;
    for (const AttributeInfo &info : model_.attributes())
        columns.append(info.key);
    if (columns != knownColumns_) {
        knownColumns_ = columns;
        const QFontMetrics metrics = table_->fontMetrics();
        std::vector<ColumnChooser::Column> choices;
        table_->setColumnWidth(ContigTableModel::Contig, 140);
        for (const AttributeInfo &info : model_.attributes()) {
            const int column = contigs_->columnOf(info.key);
            const int least = info.key == attribute_key::species ? 200 : 80;
            const int width = metrics.horizontalAdvance(info.heading()) + 34;
            table_->setColumnWidth(column, std::max(least, width));
            choices.push_back({column, info.key, !info.isSecondary});
        }
        chooser_->setColumns(QStringLiteral("embeddings"), std::move(choices));
    }
    takeSortKeys();
    refreshSpans();
    refresh();
}

void ContigTablePane::buildSorting()
{
    sorting_ = new QToolButton(head_);
    sorting_->setObjectName(QStringLiteral("embeddings.table.sort"));
    sorting_->setText(tr("Sort"));
    sorting_->setAccessibleName(tr("Sort the table"));
    sorting_->setPopupMode(QToolButton::InstantPopup);
    sorting_->setMenu(new QMenu(sorting_));
    connect(sorting_->menu(), &QMenu::aboutToShow, this, &ContigTablePane::fillSortMenu);
}

void ContigTablePane::sortBy(int column, bool isAdded)
{
    const QString attribute = contigs_->attributeOf(column);
    const std::vector<ContigTableModel::SortKey> &keys = contigs_->sortKeys();
    const bool isOnlyOne = keys.size() == 1 && keys.front().attribute == attribute;
    if (isAdded || isOnlyOne)
        contigs_->addSortKey(attribute);
    else
        contigs_->sortBy(attribute, Qt::AscendingOrder);
}

void ContigTablePane::fillSortMenu()
{
    QMenu *menu = sorting_->menu();
    menu->clear();
    QMenu *further = menu->addMenu(tr("Then by"));
    menu->addSeparator();
    for (int column = 0; column < contigs_->columnCount(); ++column) {
        const QString title =
            contigs_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const auto [place, order] = header_->sortPlaceOf(column);
        const auto add =
            [&, text = place == 0
                           ? title
                           : tr("%1 (key %2, %3)")
                                 .arg(title)
                                 .arg(place)
                                 .arg(order == Qt::AscendingOrder ? tr("rising") : tr("falling"))](
                QMenu *to, bool isAdded, bool isChecked) {
                QAction *action =
                    to->addAction(text, this, [this, column, isAdded] { sortBy(column, isAdded); });
                action->setCheckable(true);
                action->setChecked(isChecked);
            };
        add(menu, false, place == 1);
        if (place != 1)
            add(further, true, place > 1);
    }
}

void ContigTablePane::takeSortKeys()
{
    std::vector<ContigTableHeader::Key> keys;
    QStringList names;
    for (const auto &[attribute, order] : contigs_->sortKeys()) {
        const int column =
            attribute.isEmpty() ? ContigTableModel::Contig : contigs_->columnOf(attribute);
        if (column < 0)
            continue; // by what no longer is there
        keys.push_back({column, order});
        names.append(contigs_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    header_->setKeys(std::move(keys));
    sorting_->setToolTip(
        tr("Sorted by %1. Shift+click on a heading adds a column.").arg(names.join(tr(", then "))));
}

// A heading goes over all columns.
void ContigTablePane::refreshSpans()
{
    table_->clearSpans();
    for (const int row : contigs_->headingRows())
        table_->setSpan(row, 0, 1, contigs_->columnCount());
}

void ContigTablePane::refresh()
{
    const auto selected = groupedNumber(static_cast<qint64>(model_.selection().size()));
    QString text = tr("%1 selected of %2").arg(selected, groupedNumber(model_.data().size()));
    if (!search_->text().trimmed().isEmpty())
        text = tr("%1 match, %2").arg(groupedNumber(contigs_->matchCount()), text);
    summary_->setText(text);
    takeRowsFromSelection();
}

void ContigTablePane::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void ContigTablePane::selectMatches()
{
    if (!search_->text().trimmed().isEmpty())
        model_.setSelection(contigs_->listedContigs());
}

void ContigTablePane::step(int rows)
{
    const std::vector<int> contigs = contigs_->listedContigs();
    if (contigs.empty())
        return;
    const std::vector<int> &selection = model_.selection();
    const auto here =
        selection.size() == 1 ? std::ranges::find(contigs, selection.front()) : contigs.end();
    const auto count = static_cast<ptrdiff_t>(contigs.size());
    const ptrdiff_t place = here != contigs.end() ? here - contigs.begin() + rows
                            : rows > 0            ? 0
                                                  : count - 1;
    model_.setSelection({contigs[static_cast<size_t>((place + count) % count)]});
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
            if (!contigs_->isHeading(row))
                contigs.push_back(contigs_->contigAt(row));
    model_.setSelection(std::move(contigs));
}

} // namespace helicase
