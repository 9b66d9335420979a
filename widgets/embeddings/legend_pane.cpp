#include "widgets/embeddings/legend_pane.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/colour_bar.h"
#include "widgets/embeddings/legend_model.h"

#include <QCheckBox>
#include <QComboBox>
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
#include <cmath>

namespace helicase {

namespace {

constexpr int mostRowsShown = 14;
constexpr int rowsThatNeedFilter = 8;
constexpr int rowsThatHoverIsolates = 24;

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
    table->setMouseTracking(true);
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
    choice_ = new QComboBox(this);
    choice_->setObjectName(QStringLiteral("embeddings.colourby"));
    choice_->setAccessibleName(tr("Colour by"));
    choice_->setToolTip(tr("What the colours of the points tell"));
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->setSpacing(8);
    auto *title = new QLabel(tr("Colour by"), this);
    setRole(title, "sectiontitle");
    head->addWidget(title);
    head->addWidget(choice_, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    buildClasses();
    buildNumbers();
    layout->addWidget(classes_);
    layout->addWidget(numbers_);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    connect(choice_, &QComboBox::activated, this,
            [this](int index) { model_.colourBy(choice_->itemData(index).toString()); });
    connect(legend_, &QAbstractItemModel::modelReset, this, &LegendPane::refresh);
    connect(legend_, &QAbstractItemModel::dataChanged, this, &LegendPane::refresh);
    connect(&model_, &CloudModel::attributesChanged, this, &LegendPane::listAttributes);
    connect(&model_, &CloudModel::colouringChanged, this, &LegendPane::listAttributes);
    listAttributes();
    refresh();
}

void LegendPane::buildClasses()
{
    filterField_ = new QLineEdit(this);
    filterField_->setObjectName(QStringLiteral("embeddings.legend.filter"));
    filterField_->setPlaceholderText(tr("Filter legend"));
    filterField_->setAccessibleName(tr("Filter legend"));
    filterField_->setClearButtonEnabled(true);
    table_ = makeTable(filtered_, this);
    summary_ = mutedLabel({}, this);
    showAll_ = linkButton(tr("Show all"), QStringLiteral("embeddings.legend.showall"), this);
    hideOthers_ =
        linkButton(tr("Hide others"), QStringLiteral("embeddings.legend.hideothers"), this);
    hideOthers_->setToolTip(tr("Shows only the class of the current row"));
    classes_ = new QWidget(this);
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(12, 0, 12, 4);
    filterRow->addWidget(filterField_);
    auto *footer = new QHBoxLayout;
    footer->setContentsMargins(12, 2, 8, 4);
    footer->addWidget(summary_, 1);
    footer->addWidget(hideOthers_);
    footer->addWidget(showAll_);
    auto *layout = new QVBoxLayout(classes_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(filterRow);
    layout->addWidget(table_);
    layout->addLayout(footer);
    connect(filterField_, &QLineEdit::textChanged, filtered_,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(table_, &QTableView::clicked, this, &LegendPane::cellClicked);
    connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.column() != LegendModel::Eye)
            legend_->toggleIsolated(sourceRow(index.row()));
    });
    connect(table_, &QTableView::entered, this, &LegendPane::hoverClass);
    auto *spaceKey = new QShortcut(Qt::Key_Space, table_, nullptr, nullptr, Qt::WidgetShortcut);
    connect(spaceKey, &QShortcut::activated, this, [this] {
        if (table_->currentIndex().isValid())
            legend_->toggleShown(sourceRow(table_->currentIndex().row()));
    });
    connect(showAll_, &QToolButton::clicked, &model_, &CloudModel::showAllClasses);
    connect(hideOthers_, &QToolButton::clicked, this, [this] {
        if (table_->currentIndex().isValid())
            legend_->showOnly(sourceRow(table_->currentIndex().row()));
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LegendPane::refreshClasses);
}

void LegendPane::buildNumbers()
{
    numbers_ = new QWidget(this);
    bar_ = new ColourBar(numbers_);
    range_ = mutedLabel({}, numbers_);
    range_->setWordWrap(true);
    fullRange_ = new QCheckBox(tr("Full range"), numbers_);
    fullRange_->setObjectName(QStringLiteral("embeddings.colourbar.full"));
    fullRange_->setAccessibleName(tr("Colours over the full range"));
    fullRange_->setToolTip(tr("Colours from the smallest to the largest value, not from the 1st to "
                              "the 99th percentile"));
    auto *layout = new QVBoxLayout(numbers_);
    layout->setContentsMargins(12, 4, 12, 8);
    layout->setSpacing(4);
    layout->addWidget(bar_);
    layout->addWidget(range_);
    layout->addWidget(fullRange_);
    connect(fullRange_, &QCheckBox::clicked, this, [this](bool isFull) {
        model_.setColourRange(isFull ? ColourRange::Full : ColourRange::Percentiles);
    });
    connect(&model_, &CloudModel::coloursChanged, this, &LegendPane::refreshNumbers);
}

void LegendPane::listAttributes()
{
    const QSignalBlocker quiet(choice_);
    choice_->clear();
    for (const AttributeInfo &info : model_.attributes())
        choice_->addItem(info.heading(), info.key);
    choice_->setCurrentIndex(choice_->findData(model_.look().colourKey));
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
    const bool isNumber = model_.colouring().isNumber();
    classes_->setVisible(!isNumber);
    numbers_->setVisible(isNumber);
    if (isNumber)
        refreshNumbers();
    else
        refreshClasses();
}

void LegendPane::refreshNumbers()
{
    const PointAttribute &colouring = model_.colouring();
    if (!colouring.isNumber())
        return;
    const NumberColours &colours = model_.numberColours();
    bar_->setAttribute(colouring, colours);
    const QSignalBlocker quiet(fullRange_);
    fullRange_->setChecked(model_.look().colourRange == ColourRange::Full);
    const auto unknown =
        std::ranges::count_if(colouring.numbers, [](double value) { return std::isnan(value); });
    QString text = colouring.info.heading();
    if (colours.scale() == NumberScale::Logarithmic)
        text += tr(", logarithmic");
    if (colours.scale() == NumberScale::Diverging)
        text += tr(", around the median %1")
                    .arg(fixedNumber(colours.middle(), colouring.info.decimals));
    text += u'.';
    if (unknown > 0)
        text += tr(" %1 contigs have no value and are grey.").arg(groupedNumber(unknown));
    range_->setText(text);
}

void LegendPane::refreshClasses()
{
    const int rows = legend_->rowCount();
    const int shown = legend_->shownCount();
    summary_->setVisible(rows > 0);
    table_->setVisible(rows > 0);
    summary_->setText(shown == rows ? tr("All %1 shown").arg(rows)
                                    : tr("%1 of %2 shown").arg(shown).arg(rows));
    showAll_->setVisible(shown < rows || model_.look().isolated != CloudLook::noClass);
    hideOthers_->setVisible(rows > 1 && !showAll_->isVisibleTo(this));
    hideOthers_->setEnabled(table_->currentIndex().isValid());
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

// With many classes colours repeat: the one under the pointer is shown alone.
void LegendPane::hoverClass(const QModelIndex &index)
{
    if (legend_->rowCount() > rowsThatHoverIsolates && index.column() != LegendModel::Eye)
        model_.setHovered(legend_->classAt(sourceRow(index.row())));
}

void LegendPane::leaveEvent(QEvent *event)
{
    model_.setHovered(CloudLook::noClass);
    QWidget::leaveEvent(event);
}

} // namespace helicase
