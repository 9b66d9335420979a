// The middle of the Train panel: legend, loss plot, small plots and the values at the crosshair,
// for all followed runs. GUI thread only.
#pragma once

#include "widgets/train/metric_plot.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSplitter;
class QTableView;

namespace helicase {

class FollowedRun;
class RunLegend;
class SmallPlots;
class ValuesModel;

class TrainingView final : public QWidget {
    Q_OBJECT
public:
    explicit TrainingView(Theme &theme, QWidget *parent = nullptr);

    void setRuns(const std::vector<FollowedRun *> &runs, FollowedRun *shown);
    // Many calls make one redraw.
    void scheduleRefresh();
    void setAxis(TrainingAxis axis);
    void setLogarithmic(bool isOn);
    void setEnvelope(bool isOn);
    void setClipping(bool isOn);
    void setSmoothing(double factor);
    void resetViews();
    MetricPlot *lossPlot() const { return loss_; }
    std::vector<MetricPlot *> plots() const;
    // Of all plots, for exportFigures().
    std::vector<NamedFigure> figures() const;
    QTableView *values() const { return values_; }
    std::optional<double> crosshair() const { return crosshair_; }
    TrainingAxis axis() const { return settings_.axis; }
    void setCrosshair(std::optional<double> x);

Q_SIGNALS:
    void runChosen(int index);
    void visibilityToggled(int index);
    void removeRequested(int index);
    void crosshairMoved();
    void checkpointChosen(helicase::FollowedRun *run, qint64 step, const QPoint &globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildPlots();
    QWidget *buildValues();
    void connectPlot(MetricPlot *plot);
    void noteWhatIsMissing();
    double expectedEnd() const;
    void shareHeight();
    bool isPlotted(const FollowedRun &run) const;
    QString lossTitle() const;
    void refresh();
    void refreshValues();
    std::vector<PlottedRun> plottedRuns() const;
    std::vector<PlottedRun> visibleRuns() const;

    Theme &theme_;
    std::vector<FollowedRun *> runs_;
    FollowedRun *shown_ = nullptr;
    PlotSettings settings_;
    double smoothing_ = 0;
    std::optional<double> crosshair_;
    bool crosshairIsPinned_ = false;
    QTimer refreshTimer_;
    QSplitter *splitter_ = nullptr;
    bool bordersAreMoved_ = false;
    RunLegend *legend_ = nullptr;
    MetricPlot *loss_ = nullptr;
    SmallPlots *small_ = nullptr;
    QWidget *smallScroll_ = nullptr;
    QLabel *valuesNote_ = nullptr;
    QTableView *values_ = nullptr;
    ValuesModel *model_ = nullptr;
};

} // namespace helicase
