#include "widgets/annotate/bar_chart.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <span>

namespace helicase {

namespace {

constexpr double barHeight = 56;
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

void BarChart::setColors(const Colors &colors)
{
    colors_ = colors;
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

void BarChart::setLine(std::vector<int64_t> line)
{
    line_ = std::move(line);
    update();
}

QSize BarChart::sizeHint() const
{
    const int line = QFontMetrics(smallFont()).height();
    return {220,
            static_cast<int>(topMargin + barHeight) + 4 + line * (axisTitle_.isEmpty() ? 1 : 2)};
}

QRectF BarChart::barArea(int bar) const
{
    const double pitch = (width() - 2 * sideMargin) / static_cast<double>(bars_.size());
    const double left = std::round(sideMargin + bar * pitch);
    const double right = std::round(sideMargin + (bar + 1) * pitch) - 1;
    return {left, topMargin, std::max(1.0, right - left), barHeight};
}

bool BarChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || bars_.empty() || !tipOf_)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const double pitch = (width() - 2 * sideMargin) / static_cast<double>(bars_.size());
    const auto bar = static_cast<int>(std::floor((help->pos().x() - sideMargin) / pitch));
    if (bar < 0 || bar >= std::ssize(bars_))
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), tipOf_(bar), this, barArea(bar).toAlignedRect());
    return true;
}

void BarChart::paintEvent(QPaintEvent *)
{
    if (bars_.empty())
        return;
    QPainter painter(this);
    painter.setFont(smallFont());
    const double width = this->width() - 2 * sideMargin;
    const double base = topMargin + barHeight;
    int64_t largest = std::max<int64_t>(1, *std::ranges::max_element(bars_));
    const auto drawn = std::span(line_).first(std::min(line_.size(), bars_.size()));
    for (const int64_t value : drawn)
        largest = std::max(largest, value);
    const auto heightOf = [&](int64_t value) {
        return barHeight * static_cast<double>(value) / static_cast<double>(largest);
    };
    const double pitch = width / static_cast<double>(bars_.size());
    const auto leftOf = [&](double bar) { return sideMargin + bar * pitch; };
    for (int bar = 0; bar < std::ssize(bars_); ++bar) {
        QRectF area = barArea(bar);
        area.setTop(base - heightOf(bars_[static_cast<size_t>(bar)]));
        painter.fillRect(area, colors_.bars);
    }
    QPolygonF steps;
    for (size_t bar = 0; bar < drawn.size(); ++bar)
        for (const size_t edge : {bar, bar + 1})
            steps << QPointF(std::round(leftOf(static_cast<double>(edge))) + 0.5,
                             std::round(base - heightOf(drawn[bar])) + 0.5);
    painter.setPen(QPen(colors_.line, 1));
    painter.drawPolyline(steps);
    painter.fillRect(QRectF(sideMargin, base, width, 1), colors_.axis);
    painter.setPen(colors_.text);
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
