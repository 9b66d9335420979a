#include "widgets/embeddings/length_filter.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_model.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int barCount = 28;

QString kilobases(double bases)
{
    if (bases < 1000)
        return LengthFilter::tr("%1 bp").arg(groupedNumber(static_cast<qint64>(bases)));
    return LengthFilter::tr("%1 kb").arg(fixedNumber(bases / 1000, bases < 9950 ? 1 : 0));
}

QSpinBox *makeField(const QString &name, const QString &accessibleName, QWidget *parent)
{
    auto *field = new QSpinBox(parent);
    field->setObjectName(name);
    field->setAccessibleName(accessibleName);
    field->setRange(0, 2'000'000'000);
    field->setGroupSeparatorShown(true);
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setKeyboardTracking(false);
    field->setAlignment(Qt::AlignRight);
    field->setMinimumWidth(60);
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return field;
}

} // namespace

LengthHistogram::LengthHistogram(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Histogram of contig lengths"));
}

void LengthHistogram::setLengths(const std::vector<int64_t> &lengths)
{
    bars_.assign(barCount, 0);
    shortest_ = longest_ = 0;
    for (const int64_t length : lengths) {
        if (length <= 0)
            continue;
        shortest_ = shortest_ == 0 ? length : std::min(shortest_, length);
        longest_ = std::max(longest_, length);
    }
    const double span = std::log(std::max<double>(longest_, 1) / std::max<double>(shortest_, 1));
    for (const int64_t length : lengths) {
        if (length <= 0)
            continue;
        const double share = span > 0 ? std::log(double(length) / double(shortest_)) / span : 0;
        ++bars_[static_cast<size_t>(std::min(barCount - 1, static_cast<int>(share * barCount)))];
    }
    update();
}

void LengthHistogram::setRange(int64_t minimum, int64_t maximum)
{
    minimum_ = minimum;
    maximum_ = maximum;
    update();
}

void LengthHistogram::paintEvent(QPaintEvent *)
{
    if (longest_ == 0)
        return;
    QPainter painter(this);
    painter.setFont(smallFont());
    const int textHeight = painter.fontMetrics().height();
    const double bottom = height() - textHeight - 3;
    const double step = double(width()) / barCount;
    const int highest = std::max(1, *std::ranges::max_element(bars_));
    const double span = std::log(double(longest_) / double(shortest_));
    const QColor full = themeColor(ColorRole::Histogram, false); // the same in both themes
    for (int bar = 0; bar < barCount; ++bar) {
        const double middle = double(shortest_) * std::exp(span * (bar + 0.5) / barCount);
        const bool passes =
            middle >= double(minimum_) && (maximum_ == 0 || middle <= double(maximum_));
        QColor colour = full;
        colour.setAlpha(passes ? 255 : 80);
        const double barHeight = bars_[static_cast<size_t>(bar)] * (bottom - 2) / highest;
        painter.fillRect(QRectF(bar * step, bottom - barHeight, step - 1, barHeight), colour);
    }
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect text(0, height() - textHeight, width(), textHeight);
    painter.drawText(text, Qt::AlignLeft, kilobases(double(shortest_)));
    painter.drawText(text, Qt::AlignHCenter, kilobases(double(shortest_) * std::exp(span / 2)));
    painter.drawText(text, Qt::AlignRight, kilobases(double(longest_)));
}

LengthFilter::LengthFilter(CloudModel &model, QWidget *parent) : QWidget(parent), model_(model)
{
    histogram_ = new LengthHistogram(this);
    minimum_ = makeField(QStringLiteral("embeddings.filter"), tr("Shortest contig, bp"), this);
    maximum_ =
        makeField(QStringLiteral("embeddings.filter.maximum"), tr("Longest contig, bp"), this);
    auto *fields = new QHBoxLayout;
    fields->addWidget(mutedLabel(tr("Length"), this));
    fields->addWidget(minimum_, 1);
    fields->addWidget(mutedLabel(tr("to"), this));
    fields->addWidget(maximum_, 1);
    fields->addWidget(mutedLabel(tr("bp"), this));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 4);
    layout->addWidget(mutedLabel(tr("Contigs by length (logarithmic)"), this));
    layout->addWidget(histogram_);
    layout->addLayout(fields);
    connect(&model_, &CloudModel::dataChanged, this, &LengthFilter::takeData);
    connect(minimum_, &QSpinBox::valueChanged, this, &LengthFilter::apply);
    connect(maximum_, &QSpinBox::valueChanged, this, &LengthFilter::apply);
}

void LengthFilter::takeData()
{
    const std::vector<int64_t> &lengths = model_.data().lengths;
    histogram_->setLengths(lengths);
    int64_t shortest = 0;
    int64_t longest = 0;
    for (const int64_t length : lengths) {
        shortest = shortest == 0 ? length : std::min(shortest, length);
        longest = std::max(longest, length);
    }
    const QSignalBlocker quietMinimum(minimum_);
    const QSignalBlocker quietMaximum(maximum_);
    minimum_->setValue(static_cast<int>(shortest));
    maximum_->setValue(static_cast<int>(longest));
    histogram_->setRange(shortest, longest);
    setEnabled(longest > 0);
}

void LengthFilter::apply()
{
    histogram_->setRange(minimum_->value(), maximum_->value());
    model_.setLengthRange(minimum_->value(), maximum_->value());
}

} // namespace helicase
