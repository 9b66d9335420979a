#include "widgets/train/metric_plot.h"

#include "widgets/common/format.h"
#include "widgets/train/thinning.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int envelopeOpacity = 41; // 16 %
constexpr size_t largestMarkCount = 200;

QString axisText(TrainingAxis axis, double x)
{
    return axis == TrainingAxis::Step ? groupedNumber(std::llround(x)) : durationText(x);
}

bool isOfValidation(std::string_view metricName)
{
    return metricName.starts_with("validation/");
}

} // namespace

MetricPlot::MetricPlot(Theme &theme, const QString &objectName, const QString &description,
                       std::string_view metricName, Size size, double scale, QWidget *parent)
    : PlotView(theme, objectName, description, parent), theme_(theme), title_(description),
      metric_(metricName), size_(size), scale_(scale)
{
    setMouseTracking(true);
    setMinimumHeight(size_ == Size::Small ? 84 : 180);
    // The last label of the axis reaches beyond its end.
    axisRect()->setMinimumMargins(QMargins(8, 10, 22, 8));
    connect(&theme_, &Theme::changed, this, [this] { setCrosshair(crosshair_); });
}

void MetricPlot::refresh(std::span<const PlottedRun> runs, const PlotSettings &settings)
{
    clearPlottables();
    clearItems();
    crosshairLine_ = nullptr;
    crosshairLabel_ = nullptr;
    setUpAxis(settings.axis);
    for (const PlottedRun &run : runs)
        addRun(run, settings);
    fit(settings);
    addCrosshair();
    describe(runs);
    scheduleReplot();
}

// "Loss plot, 2 runs: contrastive-07 0.990, contrastive-05 1.023"
void MetricPlot::describe(std::span<const PlottedRun> runs)
{
    QStringList values;
    for (const PlottedRun &run : runs)
        if (const MetricSeries *series = run.history->find(metric_); series && series->statistics())
            values.append(
                tr("%1 last %2").arg(run.name, shortNumber(series->statistics()->last * scale_)));
    const QString count = runs.size() == 1 ? tr("1 run") : tr("%1 runs").arg(runs.size());
    setDescription(values.isEmpty() ? tr("%1, %2").arg(title_, count)
                                    : tr("%1, %2: %3").arg(title_, count, values.join(", ")));
}

void MetricPlot::setUpAxis(TrainingAxis axis)
{
    if (axis_ == axis)
        return;
    axis_ = axis;
    if (axis == TrainingAxis::Time) {
        const QSharedPointer<QCPAxisTickerTime> ticker(new QCPAxisTickerTime);
        ticker->setTimeFormat("%h:%m:%s");
        xAxis->setTicker(ticker);
        if (size_ == Size::Main)
            xAxis->setLabel(tr("Time since the start (h:min:s)"));
    } else {
        xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        xAxis->setNumberFormat("f");
        xAxis->setNumberPrecision(0);
        if (size_ == Size::Main)
            xAxis->setLabel(tr("Step"));
    }
    xAxis->ticker()->setTickCount(size_ == Size::Main ? 6 : 3);
    if (size_ == Size::Small)
        yAxis->ticker()->setTickCount(3);
}

void MetricPlot::addRun(const PlottedRun &run, const PlotSettings &settings)
{
    const MetricSeries *series = run.history->find(metric_);
    if (series && !series->isEmpty()) {
        if (isOfValidation(metric_)) {
            addValidation(*series, run, settings.axis);
            addBest(*series, run, settings.axis);
        } else {
            addTraining(*series, run, settings);
        }
    }
    if (size_ == Size::Small)
        return;
    if (const MetricSeries *validation = run.history->validationLoss())
        addValidation(*validation, run, settings.axis);
    addMarks(run, settings.axis);
}

void MetricPlot::addTraining(const MetricSeries &series, const PlottedRun &run,
                             const PlotSettings &settings)
{
    const bool isMain = size_ == Size::Main;
    if (isMain && settings.showsEnvelope)
        addEnvelope(series, run, settings.axis);
    QVector<QCPGraphData> raw;
    for (const CurvePoint &point : thinRaw(series, settings.axis))
        raw.append({point.x, positive(point.y * scale_)});
    QCPGraph *graph = addRawCurve(run.name, run.color);
    graph->data()->set(raw, true);
    if (!isMain) {
        graph->setPen(QPen(run.color, 1));
        return;
    }
    QVector<QCPGraphData> smooth;
    for (const CurvePoint &point : thinSmoothed(series, settings.axis))
        smooth.append({point.x, positive(point.y * scale_)});
    addSmoothCurve(tr("%1, smoothed").arg(run.name), run.color)->data()->set(smooth, true);
}

void MetricPlot::addEnvelope(const MetricSeries &series, const PlottedRun &run, TrainingAxis axis)
{
    QVector<QCPGraphData> low;
    QVector<QCPGraphData> high;
    for (const EnvelopePoint &point : envelope(series, axis)) {
        low.append({point.x, positive(point.low * scale_)});
        high.append({point.x, positive(point.high * scale_)});
    }
    QCPGraph *lower = addGraph();
    QCPGraph *upper = addGraph();
    lower->setName(tr("%1, smallest").arg(run.name));
    upper->setName(tr("%1, largest").arg(run.name));
    lower->data()->set(low, true);
    upper->data()->set(high, true);
    QColor fill = run.color;
    fill.setAlpha(envelopeOpacity);
    lower->setPen(Qt::NoPen);
    upper->setPen(Qt::NoPen);
    upper->setBrush(fill);
    upper->setChannelFillGraph(lower);
}

void MetricPlot::addValidation(const MetricSeries &series, const PlottedRun &run, TrainingAxis axis)
{
    QVector<QCPGraphData> points;
    for (const MetricPoint &point : series.points())
        points.append({point.x(axis), positive(point.value * scale_)});
    QCPGraph *graph = addMarkedCurve(tr("%1, validation").arg(run.name), run.color, run.shape);
    graph->data()->set(points, true);
}

// A ring around the value that the best checkpoint has.
void MetricPlot::addBest(const MetricSeries &series, const PlottedRun &run, TrainingAxis axis)
{
    const auto place =
        std::ranges::find(series.points(), run.history->bestStep(), &MetricPoint::step);
    if (place == series.points().end())
        return;
    QCPGraph *graph = addGraph();
    graph->setName(tr("%1, best checkpoint").arg(run.name));
    graph->setLineStyle(QCPGraph::lsNone);
    graph->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(run.color, 2), Qt::NoBrush, 11));
    graph->addData(place->x(axis), place->value * scale_);
}

void MetricPlot::addMarks(const PlottedRun &run, TrainingAxis axis)
{
    const auto &marks = run.history->marks();
    const int64_t best = run.history->bestStep();
    const size_t first = marks.size() > largestMarkCount ? marks.size() - largestMarkCount : 0;
    for (size_t index = first; index < marks.size(); ++index) {
        const RunMark &mark = marks[index];
        const QString text = QString::fromStdString(mark.text);
        switch (mark.kind) {
        case RunMark::Kind::Checkpoint:
            addSign(mark.x(axis), 0.015, QStringLiteral("▼"),
                    mark.step == best ? run.color : theme_.color(ColorRole::Muted));
            break;
        case RunMark::Kind::Resumed:
            addFlag(mark.x(axis), tr("resumed"), run.color);
            break;
        case RunMark::Kind::RateChanged:
            addFlag(mark.x(axis), text, run.color);
            break;
        case RunMark::Kind::NotFinite:
            addSign(mark.x(axis), 0.08, QStringLiteral("✕ ") + text,
                    theme_.color(ColorRole::Error));
            break;
        }
    }
}

void MetricPlot::addFlag(double x, const QString &text, const QColor &color)
{
    auto *line = new QCPItemStraightLine(this);
    line->setPen(QPen(color, 1, Qt::DotLine));
    line->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->point1->setCoords(x, 0);
    line->point2->setCoords(x, 1);
    QCPItemText *label = addSign(x, 0.97, text, theme_.color(ColorRole::Muted));
    label->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    label->setPadding({0, 0, 4, 0});
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

// A logarithmic axis has no place for zero and below: the line breaks there.
double MetricPlot::positive(double value) const
{
    return isLogarithmic() && value <= 0 ? std::numeric_limits<double>::quiet_NaN() : value;
}

void MetricPlot::fit(const PlotSettings &settings)
{
    if (!followsData() || plottableCount() == 0)
        return;
    fitToData();
    xAxis->setRangeLower(0);
    if (settings.expectedEnd > xAxis->range().upper)
        xAxis->setRangeUpper(settings.expectedEnd);
    if (isOfValidation(metric_)) {
        yAxis->scaleRange(1.2); // room for the ring around the best one
        xAxis->setRangeUpper(xAxis->range().upper * 1.04);
    }
    if (size_ == Size::Small && !isOfValidation(metric_) && yAxis->range().lower > 0)
        yAxis->setRangeLower(0);
}

std::optional<double> MetricPlot::axisValue(const QPointF &point) const
{
    if (!axis_ || !axisRect()->rect().contains(point.toPoint()))
        return std::nullopt;
    return std::max(0.0, xAxis->pixelToCoord(point.x()));
}

void MetricPlot::mouseMoveEvent(QMouseEvent *event)
{
    PlotView::mouseMoveEvent(event);
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

void MetricPlot::leaveEvent(QEvent *event)
{
    PlotView::leaveEvent(event);
    Q_EMIT pointerLeft();
}

} // namespace helicase
