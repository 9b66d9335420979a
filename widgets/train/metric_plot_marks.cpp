// What a metric plot points out: checkpoints, restarts, changes of the rate, bad steps, and the
// crosshair; and the pointer on it.
#include "widgets/common/format.h"
#include "widgets/train/axis_text.h"
#include "widgets/train/metric_plot.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr size_t largestMarkCount = 200; // of a run, the newest ones
constexpr int mostLabelRows = 3;
constexpr double signHeight = 0.015; // of checkpoints, from the top, in heights of the plot
constexpr double signReach = 8;      // pixels

} // namespace

void MetricPlot::addMarks(const PlottedRun &run)
{
    const auto &marks = run.history->marks();
    if (!run.history->axisMap(settings_.axis).isKnown())
        return;
    const size_t first = marks.size() > largestMarkCount ? marks.size() - largestMarkCount : 0;
    for (size_t index = first; index < marks.size(); ++index)
        addMark(marks[index], run);
}

void MetricPlot::addMark(const RunMark &mark, const PlottedRun &run)
{
    const double x = run.history->axisMap(settings_.axis).x(mark.step, mark.seconds);
    const QString text = QString::fromStdString(mark.text);
    const QString cross = QStringLiteral("✕");
    switch (mark.kind) {
    case RunMark::Kind::Checkpoint:
        addSign(x, signHeight, QStringLiteral("▼"),
                mark.step == run.history->bestStep() ? run.color : theme_.color(ColorRole::Muted));
        break;
    case RunMark::Kind::Restarted:
    case RunMark::Kind::RateChanged:
        addDottedLine(x, run.color);
        addLabel(x, {}, text, theme_.color(ColorRole::Muted), Lane::Bottom);
        break;
    case RunMark::Kind::BadStep:
        addLabel(x, cross, text, theme_.color(ColorRole::Error), Lane::Top);
        break;
    case RunMark::Kind::Spike:
        addLabel(x, cross, text, theme_.color(ColorRole::Warning), Lane::Top);
        break;
    }
}

void MetricPlot::addDottedLine(double x, const QColor &color)
{
    auto *line = new QCPItemStraightLine(this);
    line->setPen(QPen(color, 1, Qt::DotLine));
    line->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->point1->setCoords(x, 0);
    line->point2->setCoords(x, 1);
}

// Texts avoid each other in up to three rows and drop out rather than overlap; signs stay.
void MetricPlot::addLabel(double x, const QString &sign, const QString &text, const QColor &color,
                          Lane lane)
{
    const QString whole = sign.isEmpty() ? text : sign + QStringLiteral(" ") + text;
    const QFontMetricsF metrics(smallFont());
    const double width = metrics.horizontalAdvance(whole) + 8;
    const double rowHeight = metrics.height() / std::max(1, axisRect()->height());
    const double at = xAxis->coordToPixel(x);
    const QRect plot = axisRect()->rect();
    // To the right of its place, unless it would reach beyond the plot.
    const bool isLeft = at + width > plot.right();
    for (int row = 0; row < mostLabelRows; ++row) {
        const double height =
            lane == Lane::Top ? 0.06 + row * rowHeight : 0.99 - (row + 1) * rowHeight;
        const QRectF place(isLeft ? at - width : at, plot.top() + height * plot.height(), width,
                           metrics.height());
        if (std::ranges::any_of(labels_,
                                [&](const QRectF &other) { return other.intersects(place); }))
            continue;
        labels_.push_back(place);
        QCPItemText *label = addSign(x, height, whole, color);
        label->setPositionAlignment((isLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        // The middle of a sign lies on its place.
        const int shift = sign.isEmpty() ? 4 : -qRound(metrics.horizontalAdvance(sign) / 2);
        label->setPadding(isLeft ? QMargins(0, 0, shift, 0) : QMargins(shift, 0, 0, 0));
        return;
    }
    if (!sign.isEmpty())
        addSign(x, 0.06, sign, color);
}

QCPItemText *MetricPlot::addSign(double x, double height, const QString &text, const QColor &color)
{
    auto *sign = new QCPItemText(this);
    sign->position->setTypeX(QCPItemPosition::ptPlotCoords);
    sign->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    sign->position->setCoords(x, height);
    sign->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
    sign->setText(text);
    sign->setFont(smallFont());
    sign->setColor(color);
    return sign;
}

void MetricPlot::addCrosshair()
{
    if (!crosshair_)
        return;
    crosshairLine_ = new QCPItemStraightLine(this);
    crosshairLine_->setPen(QPen(theme_.color(ColorRole::Text), 1));
    crosshairLine_->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
    crosshairLine_->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
    crosshairLine_->point1->setCoords(*crosshair_, 0);
    crosshairLine_->point2->setCoords(*crosshair_, 1);
    if (size_ == Size::Small)
        return;
    crosshairLabel_ =
        addSign(*crosshair_, 1.0, axisText(*axis_, *crosshair_), theme_.color(ColorRole::Base));
    crosshairLabel_->setClipToAxisRect(false);
    crosshairLabel_->setBrush(theme_.color(ColorRole::Text));
    crosshairLabel_->setPadding({8, 3, 8, 3});
}

void MetricPlot::setCrosshair(std::optional<double> x)
{
    crosshair_ = axis_ ? x : std::nullopt;
    if (crosshairLine_)
        removeItem(crosshairLine_);
    if (crosshairLabel_)
        removeItem(crosshairLabel_);
    crosshairLine_ = nullptr;
    crosshairLabel_ = nullptr;
    addCrosshair();
    scheduleReplot();
}

MetricPlot::CheckpointSign MetricPlot::checkpointAt(const QPointF &point) const
{
    const QRect plot = axisRect()->rect();
    const QFontMetricsF metrics(smallFont());
    const double depth = point.y() - plot.top() - signHeight * plot.height();
    CheckpointSign nearest;
    if (size_ == Size::Small || depth < -4 || depth > metrics.height() + 4)
        return nearest;
    double distance = signReach;
    for (const PlottedRun &run : runs_) {
        const AxisMap map = run.history->axisMap(settings_.axis);
        for (const RunMark &mark : run.history->marks()) {
            if (mark.kind != RunMark::Kind::Checkpoint || !map.isKnown())
                continue;
            const double away =
                std::abs(xAxis->coordToPixel(map.x(mark.step, mark.seconds)) - point.x());
            if (away > distance)
                continue;
            distance = away;
            nearest = {&run, &mark};
        }
    }
    return nearest;
}

void MetricPlot::mouseMoveEvent(QMouseEvent *event)
{
    PlotView::mouseMoveEvent(event);
    const CheckpointSign sign = checkpointAt(event->position());
    setToolTip(sign.mark ? tr("Checkpoint %1 of %2. Double click: use model, rewind, compare.")
                               .arg(groupedNumber(sign.mark->step), sign.run->name)
                         : QString());
    if (const auto x = axisValue(event->position()))
        Q_EMIT pointed(*x);
}

void MetricPlot::mousePressEvent(QMouseEvent *event)
{
    pressedAt_ = event->position();
    PlotView::mousePressEvent(event);
}

void MetricPlot::mouseReleaseEvent(QMouseEvent *event)
{
    PlotView::mouseReleaseEvent(event);
    const bool isClick = (event->position() - pressedAt_).manhattanLength() < 3;
    if (event->button() != Qt::LeftButton || !isClick)
        return;
    if (const auto x = axisValue(event->position()))
        Q_EMIT clicked(*x);
}

void MetricPlot::mouseDoubleClickEvent(QMouseEvent *event)
{
    const CheckpointSign sign = checkpointAt(event->position());
    if (!sign.mark || event->button() != Qt::LeftButton)
        return PlotView::mouseDoubleClickEvent(event);
    pressedAt_ = event->position();
    Q_EMIT checkpointChosen(sign.run->name, sign.mark->step, event->globalPosition().toPoint());
}

void MetricPlot::leaveEvent(QEvent *event)
{
    PlotView::leaveEvent(event);
    Q_EMIT pointerLeft();
}

} // namespace helicase
