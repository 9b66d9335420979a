#include "widgets/data/length_chart.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace helicase {

LengthChart::LengthChart(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(tr("Lengths of the sequences"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void LengthChart::setData(const LoadedData &loaded)
{
    lengths_ = loaded.lengths;
    unit_ = loaded.unit;
    limit_ = unit_ == LengthUnit::Tokens ? loaded.choice.maxTokens : 0;
    axis_ =
        CountAxis::upTo(lengths_.bars.empty() ? 1 : *std::ranges::max_element(lengths_.bars), 3);
    const auto rows = static_cast<int64_t>(loaded.survey->rows.size());
    const QString unit = unit_ == LengthUnit::Tokens ? tr("tokens") : tr("bp");
    const QString extent =
        tr("median %1, longest %2 %3")
            .arg(groupedNumber(lengths_.median), groupedNumber(lengths_.largest), unit);
    summary_ =
        limit_ > 0
            ? tr("%1 over %2 (%3)")
                  .arg(groupedNumber(loaded.tooLong), groupedNumber(limit_),
                       percent(static_cast<double>(loaded.tooLong) / static_cast<double>(rows), 1))
            : extent;
    setAccessibleDescription(limit_ > 0 ? tr("%1; %2 of %3 rows above the limit of %4")
                                              .arg(extent, groupedNumber(loaded.tooLong),
                                                   groupedNumber(rows), groupedNumber(limit_))
                                        : extent);
    update();
}

void LengthChart::clear()
{
    lengths_ = {};
    summary_.clear();
    setAccessibleDescription({});
    update();
}

QSize LengthChart::sizeHint() const
{
    return {300, static_cast<int>(110 + 4 * smallLine())};
}

QSize LengthChart::minimumSizeHint() const
{
    return {160, static_cast<int>(60 + 4 * smallLine())};
}

QRectF LengthChart::barArea() const
{
    return barAreaOf(rect(), axis_, 2.2);
}

// A limit far to the right would squeeze the bars: it is shown as long as they keep a third.
int64_t LengthChart::lastShown() const
{
    const int64_t end = lengths_.from + lengths_.width * std::ssize(lengths_.bars);
    const int64_t span = end - lengths_.from;
    return limit_ >= end && limit_ - lengths_.from <= 3 * span ? limit_ + lengths_.width : end;
}

double LengthChart::xOf(const QRectF &bars, int64_t length) const
{
    const auto span = static_cast<double>(lastShown() - lengths_.from);
    return bars.left() + bars.width() * static_cast<double>(length - lengths_.from) / span;
}

void LengthChart::paintTicks(QPainter &painter, const QRectF &bars) const
{
    painter.setPen(shownColor(ColorRole::Muted));
    const QFontMetricsF metrics(smallFont());
    // Every so many bars that the numbers do not touch.
    const double label = metrics.horizontalAdvance(groupedNumber(lastShown())) + 16;
    const double pitch = xOf(bars, lengths_.from + lengths_.width) - bars.left();
    const auto every = std::max<int64_t>(1, static_cast<int64_t>(std::ceil(label / pitch)));
    const double single = lengths_.width == 1 ? 0.5 : 0; // a bar of one length stands over it
    for (int64_t length = lengths_.from; length <= lastShown(); length += every * lengths_.width) {
        const double x = xOf(bars, length) + single * pitch;
        const double half = metrics.horizontalAdvance(groupedNumber(length)) / 2 + 1;
        if (x + half > width())
            break;
        painter.drawText(QRectF(x - half, bars.bottom() + 2, 2 * half, smallLine()),
                         Qt::AlignCenter, groupedNumber(length));
    }
    painter.drawText(
        QRectF(bars.left(), bars.bottom() + 2 + smallLine(), bars.width(), smallLine()),
        Qt::AlignCenter,
        unit_ == LengthUnit::Tokens ? tr("Tokens, special tokens included") : tr("Length (bp)"));
}

void LengthChart::paintLimit(QPainter &painter, const QRectF &bars) const
{
    if (limit_ <= 0)
        return;
    const QString text = tr("limit %1").arg(groupedNumber(limit_));
    const QColor color = shownColor(ColorRole::Error);
    const QFontMetricsF metrics(smallFont());
    const double textWidth = metrics.horizontalAdvance(text) + 2;
    painter.setPen(color);
    if (limit_ + 1 > lastShown()) { // beyond the right end
        painter.drawText(QRectF(bars.right() - textWidth - 20, 0, textWidth + 20, smallLine()),
                         Qt::AlignRight | Qt::AlignVCenter, text + QStringLiteral(" →"));
        return;
    }
    // What is at the limit fits: the line stands behind it.
    const double x = std::round(xOf(bars, std::max(limit_ + 1, lengths_.from))) + 0.5;
    painter.setPen(QPen(color, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, smallLine()), QPointF(x, bars.bottom()));
    const double left = std::clamp(x - textWidth / 2, 0.0, width() - textWidth);
    painter.drawText(QRectF(left, 0, textWidth, smallLine()), Qt::AlignCenter, text);
}

void LengthChart::paintEvent(QPaintEvent *)
{
    if (lengths_.bars.empty())
        return;
    QPainter painter(this);
    const QRectF bars = barArea();
    paintFrame(painter, bars, axis_);
    for (size_t bar = 0; bar < lengths_.bars.size(); ++bar) {
        const int64_t from = lengths_.from + lengths_.width * static_cast<int64_t>(bar);
        const double left = std::round(xOf(bars, from));
        const double right = std::round(xOf(bars, from + lengths_.width));
        const double height = heightOf(bars, axis_, lengths_.bars[bar]);
        painter.fillRect(QRectF(left, bars.bottom() - height,
                                std::max(1.0, right - left - (right - left > 3 ? 1 : 0)), height),
                         shownColor(ColorRole::Histogram));
    }
    paintTicks(painter, bars);
    paintLimit(painter, bars);
}

QString LengthChart::tellOf(size_t bar) const
{
    const int64_t from = lengths_.from + lengths_.width * static_cast<int64_t>(bar);
    const QString unit = unit_ == LengthUnit::Tokens ? tr("tokens") : tr("bp");
    const QString range =
        lengths_.width == 1
            ? groupedNumber(from)
            : tr("%1 to %2").arg(groupedNumber(from), groupedNumber(from + lengths_.width - 1));
    return tr("%1 %2: %3 rows").arg(range, unit, groupedNumber(lengths_.bars[bar]));
}

bool LengthChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || lengths_.bars.empty())
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QRectF bars = barArea();
    const double share = (help->pos().x() - bars.left()) / bars.width();
    const auto length =
        static_cast<int64_t>(std::floor(share * static_cast<double>(lastShown() - lengths_.from)));
    const int64_t bar = length / lengths_.width;
    if (share < 0 || bar >= std::ssize(lengths_.bars))
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), tellOf(static_cast<size_t>(bar)), this);
    return true;
}

} // namespace helicase
