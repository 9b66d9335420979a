#include "widgets/embeddings/number_histogram.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int histogramBars = 28;

} // namespace

NumberHistogram::NumberHistogram(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NumberHistogram::setAttribute(const PointAttribute &attribute)
{
    info_ = attribute.info;
    setAccessibleName(tr("Histogram of %1").arg(info_.heading()));
    bars_.assign(histogramBars, 0);
    const NumberColours scale(attribute.numbers, info_.scale, ColourRange::Full, false);
    if (info_.scale == NumberScale::Logarithmic && scale.scale() == NumberScale::Linear)
        info_.scale = NumberScale::Linear; // zero has no logarithm
    low_ = scale.low();
    high_ = scale.high();
    if (!scale.isEmpty())
        for (const double value : attribute.numbers) {
            if (std::isnan(value))
                continue;
            const double share = high_ <= low_ ? 0
                                 : info_.scale == NumberScale::Logarithmic
                                     ? std::log(value / low_) / std::log(high_ / low_)
                                     : (value - low_) / (high_ - low_);
            ++bars_[static_cast<size_t>(
                std::clamp(static_cast<int>(share * histogramBars), 0, histogramBars - 1))];
        }
    range_ = {low_, high_};
    update();
}

void NumberHistogram::setRange(const NumberRange &range)
{
    range_ = range;
    update();
}

double NumberHistogram::valueAt(double place) const
{
    return info_.scale == NumberScale::Logarithmic ? low_ * std::pow(high_ / low_, place)
                                                   : low_ + place * (high_ - low_);
}

QString NumberHistogram::text(double value) const
{
    if (info_.key != attribute_key::length)
        return fixedNumber(value, info_.decimals);
    return value < 1000 ? tr("%1 bp").arg(fixedNumber(value, 0))
                        : tr("%1 kb").arg(fixedNumber(value / 1000, value < 9950 ? 1 : 0));
}

void NumberHistogram::paintEvent(QPaintEvent *)
{
    if (bars_.empty() || high_ < low_)
        return;
    QPainter painter(this);
    painter.setFont(smallFont());
    const int textHeight = painter.fontMetrics().height();
    const double bottom = height() - textHeight - 3;
    const double step = double(width()) / histogramBars;
    const int highest = std::max(1, *std::ranges::max_element(bars_));
    const QColor full = themeColor(ColorRole::Histogram, false); // the same in both themes
    for (int bar = 0; bar < histogramBars; ++bar) {
        QColor colour = full;
        colour.setAlpha(range_.contains(valueAt((bar + 0.5) / histogramBars)) ? 255 : 80);
        const double barHeight = bars_[static_cast<size_t>(bar)] * (bottom - 2) / highest;
        painter.fillRect(QRectF(bar * step, bottom - barHeight, step - 1, barHeight), colour);
    }
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect place(0, height() - textHeight, width(), textHeight);
    painter.drawText(place, Qt::AlignLeft, text(low_));
    painter.drawText(place, Qt::AlignHCenter, text(valueAt(0.5)));
    painter.drawText(place, Qt::AlignRight, text(high_));
}

} // namespace helicase
