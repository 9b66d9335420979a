// The curves of a metric plot; its marks are in metric_plot_marks.cpp.
#include "widgets/train/metric_plot.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "widgets/common/format.h"
#include "widgets/train/axis_text.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int envelopeOpacity = 41;    // 16 %
constexpr size_t sampledValues = 1000; // of a curve, to find what is usual
constexpr double clippedMargin = 0.1;

bool isOfValidation(std::string_view metricName)
{
    return metricName.starts_with("validation/");
}

std::string csvField(std::string text)
{
    if (text.find_first_of(",\"\n") == std::string::npos)
        return text;
    for (size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2))
        text.insert(at, 1, '"');
    return '"' + text + '"';
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
    runs_.assign(runs.begin(), runs.end());
    settings_ = settings;
    clearPlottables();
    clearItems();
    crosshairLine_ = nullptr;
    crosshairLabel_ = nullptr;
    usual_.clear();
    labels_.clear();
    setUpAxis();
    for (const PlottedRun &run : runs_)
        addRun(run);
    fit();
    if (size_ == Size::Main)
        for (const PlottedRun &run : runs_)
            addMarks(run);
    addCrosshair();
    describe();
    scheduleReplot();
}

// "Loss plot, 2 runs: contrastive-07 0.990, contrastive-05 1.023"
void MetricPlot::describe()
{
    QStringList values;
    for (const PlottedRun &run : runs_)
        if (const MetricSeries *series = run.history->find(metric_); series && series->statistics())
            values.append(
                tr("%1 last %2").arg(run.name, shortNumber(series->statistics()->last * scale_)));
    const QString count = runs_.size() == 1 ? tr("1 run") : tr("%1 runs").arg(runs_.size());
    setDescription(values.isEmpty() ? tr("%1, %2").arg(title_, count)
                                    : tr("%1, %2: %3").arg(title_, count, values.join(", ")));
}

void MetricPlot::setUpAxis()
{
    if (axis_ == settings_.axis)
        return;
    axis_ = settings_.axis;
    setUpTicks(*xAxis, *axis_);
    if (size_ == Size::Main)
        xAxis->setLabel(axisTitle(*axis_));
    xAxis->ticker()->setTickCount(size_ == Size::Main ? 6 : 3);
    if (size_ == Size::Small)
        yAxis->ticker()->setTickCount(3);
}

void MetricPlot::addRun(const PlottedRun &run)
{
    if (!run.history->axisMap(settings_.axis).isKnown())
        return;
    const MetricSeries *series = run.history->find(metric_);
    if (series && !series->isEmpty()) {
        if (isOfValidation(metric_)) {
            addValidation(*series, run);
            addBest(*series, run);
        } else if (settings_.showsTraining || size_ == Size::Small) {
            addTraining(partInView(*series, run), run);
        }
    }
    const MetricSeries *validation = run.history->validationLoss();
    if (size_ == Size::Main && settings_.showsValidation && validation)
        addValidation(*validation, run);
}

DrawnPart MetricPlot::partInView(const MetricSeries &series, const PlottedRun &run) const
{
    const AxisMap map = run.history->axisMap(settings_.axis);
    return followsData()
               ? DrawnPart::all(series, map)
               : DrawnPart::between(series, map, xAxis->range().lower, xAxis->range().upper);
}

void MetricPlot::addTraining(const DrawnPart &part, const PlottedRun &run)
{
    const bool isMain = size_ == Size::Main;
    if (isMain && settings_.showsEnvelope)
        addEnvelope(part, run);
    QVector<QCPGraphData> raw;
    for (const CurvePoint &point : thinRaw(part, mostPointsPerPixels(2)))
        raw.append({point.x, positive(point.y * scale_)});
    QCPGraph *graph = addRawCurve(run.name, run.color);
    graph->data()->set(raw, true);
    // Steep lines beside each other gain nothing from it, and cost much.
    graph->setAntialiased(part.points().size() <= largestDrawnPoints);
    const size_t stride = part.points().size() / sampledValues + 1;
    for (size_t index = 0; index < part.points().size(); index += stride)
        usual_.push_back(positive(part.points()[index].value * scale_));
    if (!isMain) {
        graph->setPen(QPen(run.color, 1));
        return;
    }
    QVector<QCPGraphData> smooth;
    for (const CurvePoint &point : thinSmoothed(part, mostPointsPerPixels(1)))
        smooth.append({point.x, positive(point.y * scale_)});
    addSmoothCurve(tr("%1, smoothed").arg(run.name), run.color)->data()->set(smooth, true);
}

size_t MetricPlot::mostPointsPerPixels(size_t perPixel) const
{
    constexpr int narrowest = 100;
    const auto pixels = static_cast<size_t>(std::max(narrowest, axisRect()->width()));
    return std::min(largestDrawnPoints, pixels * perPixel);
}

void MetricPlot::addEnvelope(const DrawnPart &part, const PlottedRun &run)
{
    QVector<QCPGraphData> low;
    QVector<QCPGraphData> high;
    for (const EnvelopePoint &point : envelope(part)) {
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

void MetricPlot::addValidation(const MetricSeries &series, const PlottedRun &run)
{
    const AxisMap map = run.history->axisMap(settings_.axis);
    QVector<QCPGraphData> points;
    for (const MetricPoint &point : series.points()) {
        points.append({map.x(point), positive(point.value * scale_)});
        usual_.push_back(points.back().value);
    }
    QCPGraph *graph = addMarkedCurve(tr("%1, validation").arg(run.name), run.color, run.shape);
    graph->data()->set(points, true);
}

// A ring around the value that the best checkpoint has.
void MetricPlot::addBest(const MetricSeries &series, const PlottedRun &run)
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
    graph->addData(run.history->axisMap(settings_.axis).x(*place), place->value * scale_);
}

// A logarithmic axis has no place for zero and below: the line breaks there.
double MetricPlot::positive(double value) const
{
    return isLogarithmic() && value <= 0 ? std::numeric_limits<double>::quiet_NaN() : value;
}

void MetricPlot::fit()
{
    if (!followsData() || plottableCount() == 0)
        return;
    fitToData();
    if (settings_.clipsOutliers)
        clipOutliers();
    xAxis->setRangeLower(0);
    if (settings_.expectedEnd > xAxis->range().upper)
        xAxis->setRangeUpper(settings_.expectedEnd);
    if (isOfValidation(metric_)) {
        yAxis->scaleRange(1.2); // room for the ring around the best one
        xAxis->setRangeUpper(xAxis->range().upper * 1.04);
    }
    if (size_ == Size::Small && !isOfValidation(metric_) && yAxis->range().lower > 0)
        yAxis->setRangeLower(0);
}

// The margin shows that curves go on beyond it; where there are no outliers nothing changes.
void MetricPlot::clipOutliers()
{
    const auto usual = usualRange(usual_);
    if (!usual || usual->first >= usual->second)
        return;
    QCPRange clipped(usual->first, usual->second);
    if (isLogarithmic()) {
        const double margin = std::pow(clipped.upper / clipped.lower, clippedMargin);
        clipped = QCPRange(clipped.lower / margin, clipped.upper * margin);
    } else {
        const double margin = clipped.size() * clippedMargin;
        clipped = QCPRange(clipped.lower - margin, clipped.upper + margin);
    }
    yAxis->setRange(clipped.bounded(yAxis->range().lower, yAxis->range().upper));
}

std::optional<double> MetricPlot::axisValue(const QPointF &point) const
{
    if (!axis_ || !axisRect()->rect().contains(point.toPoint()))
        return std::nullopt;
    return std::max(0.0, xAxis->pixelToCoord(point.x()));
}

void MetricPlot::saveTable(const QString &file, bool visibleOnly)
{
    AtomicFile output(file.toStdString());
    output.write("run,metric,step,epoch,seconds,tokens,value,smoothed\n");
    const auto write = [&](const PlottedRun &run, std::string_view name) {
        const MetricSeries *series = run.history->find(name);
        const AxisMap shown = run.history->axisMap(settings_.axis);
        const AxisMap epochs = run.history->axisMap(TrainingAxis::Epoch);
        const AxisMap tokens = run.history->axisMap(TrainingAxis::Tokens);
        const std::string head =
            csvField(run.name.toStdString()) + "," + csvField(std::string(name)) + ",";
        for (size_t index = 0; series && index < series->points().size(); ++index) {
            const MetricPoint &point = series->points()[index];
            if (visibleOnly && !xAxis->range().contains(shown.x(point)))
                continue;
            const auto known = [&](const AxisMap &map) {
                return map.isKnown() ? formatReal(map.x(point)) : std::string();
            };
            output.write(head + std::to_string(point.step) + "," + known(epochs) + "," +
                         formatReal(point.seconds) + "," + known(tokens) + "," +
                         formatReal(point.value) + "," + formatReal(series->smoothed()[index]) +
                         "\n");
        }
    };
    for (const PlottedRun &run : runs_) {
        write(run, metric_);
        if (size_ == Size::Main && run.history->validationLoss())
            write(run, run.history->find(metric::validationLoss) ? metric::validationLoss
                                                                 : metric::validationError);
    }
    output.commit();
}

} // namespace helicase
