#include "widgets/data/record_view.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr int typingMilliseconds = 200;
// A list of labels longer than that is no menu; the find field does it.
constexpr size_t mostListedLabels = 500;

} // namespace

RecordView::RecordView(QWidget *parent) : QWidget(parent), model_(new RecordModel(this))
{
    table_ = new QTableView(this);
    table_->setModel(model_);
    setUpTable(table_, QStringLiteral("data.records"), tr("Records"));
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setWordWrap(false);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->horizontalHeader()->setSectionResizeMode(RecordModel::Text, QHeaderView::Stretch);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    count_ = mutedLabel({}, this);
    count_->setObjectName(QStringLiteral("data.records.count"));
    count_->setContentsMargins(12, 4, 12, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildFilters());
    layout->addWidget(table_, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(count_);
    typing_.setSingleShot(true);
    typing_.setInterval(typingMilliseconds);
    connect(&typing_, &QTimer::timeout, this, &RecordView::applyFilter);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                Q_EMIT recordSelected(current.isValid() ? qint64(model_->recordAt(current.row()))
                                                        : -1);
            });
    connect(table_->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &RecordView::refreshCount);
    connect(table_->verticalScrollBar(), &QScrollBar::rangeChanged, this,
            &RecordView::refreshCount);
    connect(model_, &QAbstractItemModel::modelReset, this, &RecordView::refreshCount);
}

QWidget *RecordView::buildFilters()
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->setSpacing(8);
    find_ = new QLineEdit(bar);
    find_->setObjectName(QStringLiteral("data.find"));
    find_->setAccessibleName(tr("Find in sequences and labels"));
    find_->setPlaceholderText(tr("Find bases, names or labels"));
    find_->setToolTip(tr("Shows the rows that hold this text."));
    find_->setClearButtonEnabled(true);
    find_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    only_ = new QToolButton(bar);
    only_->setObjectName(QStringLiteral("data.records.only"));
    only_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    only_->setIcon(icon(QStringLiteral("close")));
    only_->setToolTip(tr("Shows all rows again."));
    only_->setAccessibleName(only_->toolTip());
    only_->hide();
    const auto choice = [&](const QString &name, const QString &accessibleName) {
        auto *box = new QComboBox(bar);
        box->setObjectName(name);
        box->setAccessibleName(accessibleName);
        box->setToolTip(accessibleName);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        connect(box, &QComboBox::activated, this, &RecordView::applyFilter);
        return box;
    };
    splits_ = choice(QStringLiteral("data.split"), tr("Rows of a split"));
    labels_ = choice(QStringLiteral("data.label"), tr("Rows with a label"));
    labels_->setMinimumContentsLength(8);
    layout->addWidget(find_, 1);
    layout->addWidget(only_);
    layout->addWidget(splits_);
    layout->addWidget(labels_);
    connect(find_, &QLineEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(only_, &QToolButton::clicked, this, &RecordView::showAll);
    return bar;
}

void RecordView::setLoaded(std::shared_ptr<const LoadedData> loaded)
{
    // Another limit or tokenizer leaves the filters as they are.
    const bool isSame = loaded_ && loaded && loaded_->choice.path == loaded->choice.path &&
                        loaded_->survey->rows.size() == loaded->survey->rows.size();
    const RecordFilter filter = isSame ? model_->filter() : RecordFilter();
    const QModelIndex current = table_->currentIndex();
    const qint64 record =
        isSame && current.isValid() ? qint64(model_->recordAt(current.row())) : -1;
    loaded_ = std::move(loaded);
    model_->setLoaded(loaded_);
    if (isSame) {
        model_->setFilter(filter);
    } else {
        const QSignalBlocker quiet(find_);
        find_->clear();
        splits_->clear();
        labels_->clear();
        onlyRows_.clear();
        only_->hide();
        if (loaded_) {
            const DataSurvey &survey = *loaded_->survey;
            splits_->addItem(tr("All splits"), -1);
            for (size_t split = 0; split < survey.splits.size(); ++split)
                splits_->addItem(QString::fromStdString(survey.splits[split].file.split),
                                 static_cast<int>(split));
            splits_->setVisible(survey.splits.size() > 1);
            labels_->addItem(tr("All labels"), -1);
            const bool isListed =
                !survey.labels.empty() && survey.labels.size() <= mostListedLabels;
            for (size_t label = 0; isListed && label < survey.labels.size(); ++label)
                labels_->addItem(QString::fromStdString(survey.labels[label]),
                                 static_cast<int>(label));
            labels_->setVisible(isListed);
        }
    }
    refreshColumns();
    if (record >= 0)
        select(static_cast<uint32_t>(record));
    else if (model_->rowCount() > 0)
        table_->selectRow(0);
}

// Of those that a column of modest width can show.
QString RecordView::widestLabel() const
{
    constexpr qsizetype longest = 16;
    QString widest;
    const QFontMetrics metrics(table_->font());
    for (int item = 0; item < std::min(labels_->count(), 100); ++item) {
        const QString label = labels_->itemText(item).left(longest);
        if (metrics.horizontalAdvance(label) > metrics.horizontalAdvance(widest))
            widest = label;
    }
    return widest;
}

void RecordView::refreshColumns()
{
    for (int column = 0; column < RecordModel::ColumnCount; ++column)
        table_->setColumnHidden(column,
                                !model_->hasColumn(static_cast<RecordModel::Column>(column)));
    const QFontMetrics metrics(table_->font());
    const auto fit = [&](RecordModel::Column column, const QString &widest) {
        const QString title =
            model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int sortMark = 30;
        table_->setColumnWidth(column, std::max(metrics.horizontalAdvance(widest) + 28,
                                                metrics.horizontalAdvance(title) + sortMark));
    };
    int64_t lastLine = 0;
    int64_t longest = 0;
    if (loaded_)
        for (const SurveyRow &row : loaded_->survey->rows) {
            lastLine = std::max(lastLine, row.line);
            longest = std::max(longest, row.bases);
        }
    fit(RecordModel::Place, groupedNumber(lastLine));
    fit(RecordModel::Split, QStringLiteral("train"));
    fit(RecordModel::Name, QStringLiteral("contig_000000_00"));
    fit(RecordModel::Label, widestLabel());
    fit(RecordModel::Length, groupedNumber(longest));
    fit(RecordModel::Tokens, groupedNumber(longest));
    fit(RecordModel::Gc, QStringLiteral("100.0"));
    fit(RecordModel::Remark, tr("in train, line %1").arg(groupedNumber(lastLine)));
}

void RecordView::applyFilter()
{
    if (!loaded_)
        return;
    RecordFilter filter;
    filter.split = splits_->currentData().toInt();
    filter.label = labels_->currentData().toInt();
    filter.text = find_->text().trimmed();
    filter.isLimited = !only_->isHidden();
    filter.rows = onlyRows_;
    model_->setFilter(filter);
    if (model_->rowCount() > 0)
        table_->selectRow(0);
    else
        Q_EMIT recordSelected(-1);
}

void RecordView::showOnly(const QString &what, std::vector<uint32_t> rows)
{
    onlyRows_ = std::move(rows);
    only_->setText(tr("Only: %1").arg(what));
    only_->setAccessibleName(tr("Only %1; shows all rows again").arg(what));
    only_->show();
    splits_->setCurrentIndex(0);
    labels_->setCurrentIndex(0);
    const QSignalBlocker quiet(find_);
    find_->clear();
    applyFilter();
}

void RecordView::showAll()
{
    onlyRows_.clear();
    only_->hide();
    applyFilter();
}

void RecordView::select(uint32_t record)
{
    int row = model_->rowOf(record);
    if (row < 0) {
        splits_->setCurrentIndex(0);
        labels_->setCurrentIndex(0);
        const QSignalBlocker quiet(find_);
        find_->clear();
        showAll();
        row = model_->rowOf(record);
    }
    if (row < 0)
        return;
    table_->selectRow(row);
    table_->scrollTo(model_->index(row, RecordModel::Place));
}

void RecordView::step(int rows)
{
    const int row =
        table_->currentIndex().isValid() ? table_->currentIndex().row() + rows : rows - 1;
    if (row < 0 || row >= model_->rowCount())
        return;
    table_->selectRow(row);
    table_->scrollTo(model_->index(row, RecordModel::Place));
}

void RecordView::stepToRemark(int direction)
{
    if (!loaded_)
        return;
    const int current = table_->currentIndex().isValid() ? table_->currentIndex().row() : -1;
    for (int row = current + direction; row >= 0 && row < model_->rowCount(); row += direction)
        if (!remarkOf(*loaded_, model_->recordAt(row)).isEmpty()) {
            step(row - current);
            return;
        }
}

void RecordView::focusFind()
{
    find_->setFocus();
    find_->selectAll();
}

void RecordView::refreshCount()
{
    const int shown = model_->rowCount();
    if (!loaded_ || shown == 0) {
        count_->setText(loaded_ ? tr("No row fits the filters.") : QString());
        return;
    }
    const int first = std::max(0, table_->rowAt(0));
    const int below = table_->rowAt(table_->viewport()->height() - 1);
    const int last = below < 0 ? shown - 1 : below;
    const auto all = static_cast<int64_t>(loaded_->survey->rows.size());
    QString text =
        tr("Rows %1 to %2 of %3")
            .arg(groupedNumber(first + 1), groupedNumber(last + 1), groupedNumber(shown));
    if (shown < all)
        text += tr("; %1 rows in all").arg(groupedNumber(all));
    count_->setText(text);
}

} // namespace helicase
