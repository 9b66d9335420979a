#include "widgets/annotate/bar_chart.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double barArea = 56;
constexpr double topMargin = 14;
constexpr double sideMargin = 10;

} // namespace

BarChart::BarChart(const QString &objectName, const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarChart::setColors(const QColor &bars, const QColor &lines, const QColor &text)
{
    barColor_ = bars;
    lineColor_ = lines;
    textColor_ = text;
    update();
}

void BarChart::setBars(std::vector<int64_t> bars, std::vector<Label> labels,
                       const QString &axisTitle)
{
    bars_ = std::move(bars);
    labels_ = std::move(labels);
    axisTitle_ = axisTitle;
    updateGeometry();
    update();
}

QSize BarChart::sizeHint() const
{
    const int line = QFontMetrics(smallFont()).height();
    return {220, static_cast<int>(topMargin + barArea) + 4 + line * (axisTitle_.isEmpty() ? 1 : 2)};
}

void BarChart::paintEvent(QPaintEvent *)
{
    if (bars_.empty())
        return;
    QPainter painter(this);
    painter.setFont(smallFont());
    const double width = this->width() - 2 * sideMargin;
    const double base = topMargin + barArea;
    const int64_t largest = std::max<int64_t>(1, *std::ranges::max_element(bars_));
    const double pitch = width / static_cast<double>(bars_.size());
    const auto leftOf = [&](double bar) { return sideMargin + bar * pitch; };
    for (size_t bar = 0; bar < bars_.size(); ++bar) {
        const double height =
            barArea * static_cast<double>(bars_[bar]) / static_cast<double>(largest);
        const double left = std::round(leftOf(static_cast<double>(bar)));
        const double right = std::round(leftOf(static_cast<double>(bar) + 1)) - 1;
        painter.fillRect(QRectF(left, base - height, std::max(1.0, right - left), height),
                         barColor_);
    }
    painter.fillRect(QRectF(sideMargin, base, width, 1), lineColor_);
    painter.setPen(textColor_);
    painter.drawText(QRectF(sideMargin, 0, width, topMargin), Qt::AlignRight | Qt::AlignVCenter,
                     tr("highest %1").arg(groupedNumber(largest)));
    const double line = painter.fontMetrics().height();
    for (const Label &label : labels_) {
        const double centre = leftOf(label.bar + 0.5);
        const double half = painter.fontMetrics().horizontalAdvance(label.text) / 2.0 + 1;
        const double x = std::clamp(centre, sideMargin + half, this->width() - sideMargin - half);
        painter.drawText(QRectF(x - half, base + 2, 2 * half, line), Qt::AlignCenter, label.text);
    }
    if (!axisTitle_.isEmpty())
        painter.drawText(QRectF(0, base + 2 + line, this->width(), line), Qt::AlignCenter,
                         axisTitle_);
}

} // namespace helicase
