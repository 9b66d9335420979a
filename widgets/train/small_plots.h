// The small plots below the loss: one for each metric of the task, then learning rate, gradient
// norm and throughput. Which task metrics there are is told by the runs: a plot is made when its
// first value arrives and hidden while no drawn run has it. GUI thread only.
#pragma once

#include "widgets/train/metric_plot.h"
#include "widgets/train/task_metric.h"

#include <QWidget>

class QGridLayout;

namespace helicase {

class SmallPlots final : public QWidget {
    Q_OBJECT
public:
    explicit SmallPlots(Theme &theme, QWidget *parent = nullptr);

    void refresh(std::span<const PlottedRun> runs, const PlotSettings &settings);
    // The visible ones, in the order of their places.
    std::vector<MetricPlot *> plots() const;
    // Rows that they need at the present width.
    int rowCount() const { return rowCount_; }
    // Of one column: more are arranged where there is room.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void plotAdded(helicase::MetricPlot *plot);
    void rowCountChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Plot {
        std::string metric;
        QWidget *box = nullptr;
        MetricPlot *plot = nullptr;
        bool isShown = true;
    };

    Plot makePlot(const QString &name, const QString &title, const QString &unit,
                  std::string_view metricName, double scale);
    void showMetrics(const std::vector<TaskMetric> &metrics);
    void arrange();

    Theme &theme_;
    QGridLayout *grid_ = nullptr;
    std::vector<Plot> taskPlots_;
    std::vector<Plot> commonPlots_;
    std::vector<QWidget *> arranged_;
    int columns_ = 0;
    int rowCount_ = 1;
};

} // namespace helicase
