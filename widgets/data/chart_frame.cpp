#include "widgets/data/chart_frame.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double frameGap = 4;

int64_t roundStep(int64_t least)
{
    for (int64_t power = 1;; power *= 10)
        for (const int64_t factor : {1, 2, 5})
            if (factor * power >= least)
                return factor * power;
}

} // namespace

CountAxis CountAxis::upTo(int64_t largest, int lines)
{
    CountAxis axis;
    axis.step = roundStep(std::max<int64_t>(1, (largest + lines - 1) / lines));
    axis.top = std::max(axis.step, largest);
    return axis;
}

double smallLine()
{
    return std::ceil(QFontMetricsF(smallFont()).height());
}

QRectF barAreaOf(const QRectF &chart, const CountAxis &axis, double below)
{
    const QFontMetricsF metrics(smallFont());
    const int64_t highest = axis.top / axis.step * axis.step;
    const double left = std::ceil(metrics.horizontalAdvance(groupedNumber(highest))) + 2 * frameGap;
    const double top = smallLine() + 2; // a number above the highest bar
    return chart.adjusted(left, top, -frameGap, -below * smallLine() - frameGap);
}

double heightOf(const QRectF &bars, const CountAxis &axis, int64_t count)
{
    const double height =
        bars.height() * static_cast<double>(count) / static_cast<double>(axis.top);
    return count > 0 ? std::max(1.0, std::round(height)) : 0; // what is there is seen
}

void paintFrame(QPainter &painter, const QRectF &bars, const CountAxis &axis)
{
    painter.setFont(smallFont());
    const double line = smallLine();
    for (int64_t tick = 0; tick <= axis.top; tick += axis.step) {
        const double y = std::round(bars.bottom() - bars.height() * static_cast<double>(tick) /
                                                        static_cast<double>(axis.top));
        painter.fillRect(QRectF(bars.left(), y, bars.width(), 1),
                         shownColor(tick == 0 ? ColorRole::ControlBorder : ColorRole::PlotGrid));
        painter.setPen(shownColor(ColorRole::Muted));
        painter.drawText(QRectF(bars.left() - 200, y - line / 2, 200 - frameGap, line),
                         Qt::AlignRight | Qt::AlignVCenter, groupedNumber(tick));
    }
}

} // namespace helicase
