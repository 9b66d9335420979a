#include "widgets/embeddings/filter_pane.h"

#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/number_histogram.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double largestNumber = 1e15;

// The ends as the fields show them: outwards, so that nothing is left out at first.
NumberRange rangeOf(const PointAttribute &attribute)
{
    const NumberColours all(attribute.numbers, NumberScale::Linear, ColourRange::Full, false);
    if (all.isEmpty())
        return {};
    const double steps = std::pow(10, attribute.info.decimals);
    return {std::floor(all.low() * steps) / steps, std::ceil(all.high() * steps) / steps};
}

} // namespace

FilterPane::FilterPane(CloudModel &model, QWidget *parent) : QWidget(parent), model_(model)
{
    setObjectName(QStringLiteral("embeddings.filter"));
    caption_ = mutedLabel({}, this);
    histogram_ = new NumberHistogram(this);
    grid_ = new QGridLayout;
    grid_->setHorizontalSpacing(6);
    grid_->setVerticalSpacing(4);
    grid_->setColumnStretch(1, 1);
    grid_->setColumnStretch(3, 1);
    more_ = new QComboBox(this);
    more_->setObjectName(QStringLiteral("embeddings.filter.more"));
    more_->setAccessibleName(tr("Filter by another column"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 6);
    layout->setSpacing(4);
    layout->addWidget(caption_);
    layout->addWidget(histogram_);
    layout->addLayout(grid_);
    layout->addWidget(more_);
    connect(&model_, &CloudModel::dataChanged, this, &FilterPane::rebuild);
    connect(&model_, &CloudModel::lookChanged, this, &FilterPane::takeLook);
    connect(more_, &QComboBox::activated, this, [this](int index) {
        const QString key = more_->itemData(index).toString();
        for (const AttributeInfo &info : model_.attributes())
            if (info.key == key)
                addRow(info);
        listMore();
        showHistogramOf(key);
    });
    rebuild();
}

void FilterPane::rebuild()
{
    while (QLayoutItem *item = grid_->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that has just been used
        }
        delete item;
    }
    rows_.clear();
    inHistogram_.clear();
    for (const AttributeInfo &info : model_.attributes())
        if (info.kind == AttributeKind::Number && !info.key.startsWith(attribute_key::columnPrefix))
            addRow(info);
    listMore();
    showHistogramOf(rows_.empty() ? QString() : rows_.front().info.key);
}

void FilterPane::addRow(const AttributeInfo &info)
{
    Row row{.info = info, .whole = rangeOf(*model_.attribute(info.key))};
    row.low = makeField(info, tr("smallest"), row.whole.low);
    row.high = makeField(info, tr("largest"), row.whole.high);
    const int line = static_cast<int>(rows_.size());
    QLabel *name = mutedLabel(info.title, this);
    grid_->addWidget(name, line, 0, Qt::AlignRight | Qt::AlignVCenter);
    grid_->addWidget(row.low, line, 1);
    grid_->addWidget(mutedLabel(tr("to"), this), line, 2);
    grid_->addWidget(row.high, line, 3);
    grid_->addWidget(mutedLabel(info.unit, this), line, 4);
    rows_.push_back(row);
    const size_t place = rows_.size() - 1;
    for (QDoubleSpinBox *field : {row.low, row.high})
        connect(field, &QDoubleSpinBox::valueChanged, this, [this, place] { apply(rows_[place]); });
}

QDoubleSpinBox *FilterPane::makeField(const AttributeInfo &info, const QString &end, double value)
{
    auto *field = new QDoubleSpinBox(this);
    field->setObjectName(QStringLiteral("embeddings.filter.%1.%2").arg(info.key, end));
    field->setAccessibleName(QStringLiteral("%1, %2").arg(info.heading(), end));
    field->setDecimals(info.decimals);
    field->setRange(-largestNumber, largestNumber);
    field->setValue(value);
    field->setGroupSeparatorShown(true);
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setKeyboardTracking(false);
    field->setAlignment(Qt::AlignRight);
    field->setMinimumWidth(56);
    field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    field->installEventFilter(this);
    return field;
}

// Numbers of joined columns that have no row yet.
void FilterPane::listMore()
{
    const QSignalBlocker quiet(more_);
    more_->clear();
    more_->addItem(tr("Filter by another column"));
    for (const AttributeInfo &info : model_.attributes()) {
        const bool hasRow =
            std::ranges::any_of(rows_, [&](const Row &row) { return row.info.key == info.key; });
        if (info.kind == AttributeKind::Number && !hasRow)
            more_->addItem(info.heading(), info.key);
    }
    more_->setVisible(more_->count() > 1);
}

void FilterPane::apply(const Row &row)
{
    const NumberRange range{row.low->value(), row.high->value()};
    showHistogramOf(row.info.key);
    histogram_->setRange(range);
    if (range.low <= row.whole.low && range.high >= row.whole.high)
        model_.removeFilter(row.info.key);
    else
        model_.setFilter(row.info.key, range);
}

// Undo and named views change the filters as well.
void FilterPane::takeLook()
{
    for (const auto &[key, range] : model_.look().filters) {
        const bool hasRow = std::ranges::any_of(
            rows_, [&, wanted = key](const Row &row) { return row.info.key == wanted; });
        for (const AttributeInfo &info : model_.attributes())
            if (!hasRow && info.key == key)
                addRow(info);
    }
    for (const Row &row : rows_) {
        const auto filter = model_.look().filters.find(row.info.key);
        const NumberRange range =
            filter == model_.look().filters.end() ? row.whole : filter->second;
        const QSignalBlocker quietLow(row.low);
        const QSignalBlocker quietHigh(row.high);
        row.low->setValue(range.low);
        row.high->setValue(range.high);
        if (row.info.key == inHistogram_)
            histogram_->setRange(range);
    }
    listMore();
}

void FilterPane::showHistogramOf(const QString &key)
{
    const bool isShown = !key.isEmpty();
    caption_->setVisible(isShown);
    histogram_->setVisible(isShown);
    if (!isShown || key == inHistogram_)
        return;
    inHistogram_ = key;
    const std::shared_ptr<const PointAttribute> attribute = model_.attribute(key);
    histogram_->setAttribute(*attribute);
    caption_->setText(attribute->info.scale == NumberScale::Logarithmic
                          ? tr("Contigs by %1, logarithmic").arg(attribute->info.heading())
                          : tr("Contigs by %1").arg(attribute->info.heading()));
    if (const auto filter = model_.look().filters.find(key); filter != model_.look().filters.end())
        histogram_->setRange(filter->second);
}

bool FilterPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn)
        for (const Row &row : rows_)
            if (watched == row.low || watched == row.high)
                showHistogramOf(row.info.key);
    return QWidget::eventFilter(watched, event);
}

} // namespace helicase
