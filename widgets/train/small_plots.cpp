#include "widgets/train/small_plots.h"

#include "widgets/common/widgets.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Further ones are rows of the table of values.
constexpr size_t mostTaskPlots = 4;
constexpr int leastPlotWidth = 150;

// Of all runs that are drawn, each once.
std::vector<TaskMetric> metricsOf(std::span<const PlottedRun> runs)
{
    std::vector<TaskMetric> all;
    for (const PlottedRun &run : runs)
        for (TaskMetric &one : taskMetricsOf(*run.history))
            if (std::ranges::find(all, one.name, &TaskMetric::name) == all.end())
                all.push_back(std::move(one));
    if (all.size() > mostTaskPlots)
        all.resize(mostTaskPlots);
    return all;
}

} // namespace

SmallPlots::SmallPlots(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    grid_ = new QGridLayout(this);
    grid_->setContentsMargins(8, 4, 8, 4);
    grid_->setSpacing(8);
    commonPlots_ = {
        makePlot("learning_rate", tr("Learning rate"), tr("× 10⁻⁴"), metric::learningRate, 1e4),
        makePlot("gradient_norm", tr("Gradient norm"), tr("L2"), metric::gradientNorm, 1),
        makePlot("throughput", tr("Throughput"), tr("1,000 tokens/s"), metric::throughput, 1e-3)};
    arrange();
}

SmallPlots::Plot SmallPlots::makePlot(const QString &name, const QString &title,
                                      const QString &unit, std::string_view metricName,
                                      double scale)
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(4, 2, 4, 0);
    auto *label = new QLabel(title, box);
    label->setFont(secondaryFont());
    head->addWidget(label);
    head->addSpacing(4);
    if (!unit.isEmpty())
        head->addWidget(mutedLabel(QStringLiteral("(%1)").arg(unit), box));
    head->addStretch(1);
    layout->addLayout(head);
    const QString description =
        unit.isEmpty() ? tr("%1 plot").arg(title) : tr("%1 plot, %2").arg(title, unit);
    auto *plot = new MetricPlot(theme_, "train.plot." + name, description, metricName,
                                MetricPlot::Size::Small, scale, box);
    layout->addWidget(plot, 1);
    return {.metric = std::string(metricName), .box = box, .plot = plot};
}

void SmallPlots::refresh(std::span<const PlottedRun> runs, const PlotSettings &settings)
{
    showMetrics(metricsOf(runs));
    for (MetricPlot *plot : plots())
        plot->refresh(runs, settings);
}

void SmallPlots::showMetrics(const std::vector<TaskMetric> &metrics)
{
    for (Plot &plot : taskPlots_)
        plot.isShown = false;
    std::vector<Plot> shown;
    for (const TaskMetric &metric : metrics) {
        const auto known = std::ranges::find(taskPlots_, metric.name, &Plot::metric);
        if (known != taskPlots_.end()) {
            shown.push_back(*known);
            taskPlots_.erase(known);
        } else {
            shown.push_back(makePlot(metric.key, metric.title, {}, metric.name, 1));
            shown.back().box->setToolTip(metric.meaning);
            Q_EMIT plotAdded(shown.back().plot);
        }
        shown.back().isShown = true;
    }
    shown.insert(shown.end(), taskPlots_.begin(), taskPlots_.end());
    taskPlots_ = std::move(shown);
    arrange();
}

std::vector<MetricPlot *> SmallPlots::plots() const
{
    std::vector<MetricPlot *> all;
    for (const auto *group : {&taskPlots_, &commonPlots_})
        for (const Plot &plot : *group)
            if (plot.isShown)
                all.push_back(plot.plot);
    return all;
}

QSize SmallPlots::minimumSizeHint() const
{
    return {leastPlotWidth, QWidget::minimumSizeHint().height()};
}

void SmallPlots::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

// In as few rows as the width allows, the rows equally full.
void SmallPlots::arrange()
{
    std::vector<QWidget *> boxes;
    for (const auto *group : {&taskPlots_, &commonPlots_})
        for (const Plot &plot : *group) {
            plot.box->setVisible(plot.isShown);
            if (plot.isShown)
                boxes.push_back(plot.box);
        }
    const int count = static_cast<int>(boxes.size());
    const int most = std::clamp(width() / leastPlotWidth, 1, count);
    const int rows = (count + most - 1) / most;
    const int columns = (count + rows - 1) / rows;
    if (columns == columns_ && boxes == arranged_)
        return;
    for (QWidget *box : arranged_)
        grid_->removeWidget(box);
    for (int index = 0; index < count; ++index)
        grid_->addWidget(boxes[static_cast<size_t>(index)], index / columns, index % columns);
    for (int column = 0; column < std::max(columns, grid_->columnCount()); ++column)
        grid_->setColumnStretch(column, column < columns ? 1 : 0);
    for (int row = 0; row < std::max(rows, grid_->rowCount()); ++row)
        grid_->setRowStretch(row, row < rows ? 1 : 0);
    arranged_ = std::move(boxes);
    columns_ = columns;
    if (std::exchange(rowCount_, rows) != rows)
        Q_EMIT rowCountChanged();
}

} // namespace helicase
