// A plot of one metric for several runs. The main plot also shows the envelope, validation,
// checkpoints and flags; the small ones show one line per run, of a validation metric with markers
// and the best checkpoint. All share one crosshair. GUI thread only.
#pragma once

#include "widgets/common/plot_view.h"
#include "widgets/train/run_history.h"

#include <optional>
#include <span>

namespace helicase {

struct PlottedRun {
    QString name;
    QColor color;
    QCPScatterStyle::ScatterShape shape = QCPScatterStyle::ssDisc;
    const RunHistory *history = nullptr;
};

struct PlotSettings {
    TrainingAxis axis = TrainingAxis::Step;
    bool showsEnvelope = true;
    // Right end of the horizontal axis while it follows the data; 0: the data's end.
    double expectedEnd = 0;
};

class MetricPlot final : public PlotView {
    Q_OBJECT
public:
    enum class Size { Main, Small };

    // Values are drawn multiplied by `scale` ("1,000 tokens/s": 0.001).
    MetricPlot(Theme &theme, const QString &objectName, const QString &description,
               std::string_view metricName, Size size, double scale = 1, QWidget *parent = nullptr);

    void refresh(std::span<const PlottedRun> runs, const PlotSettings &settings);
    // Nothing: no crosshair.
    void setCrosshair(std::optional<double> x);

Q_SIGNALS:
    void pointed(double x);
    void pointerLeft();
    void clicked(double x);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void setUpAxis(TrainingAxis axis);
    void addRun(const PlottedRun &run, const PlotSettings &settings);
    void addEnvelope(const MetricSeries &series, const PlottedRun &run, TrainingAxis axis);
    void addTraining(const MetricSeries &series, const PlottedRun &run,
                     const PlotSettings &settings);
    void addValidation(const MetricSeries &series, const PlottedRun &run, TrainingAxis axis);
    void addBest(const MetricSeries &series, const PlottedRun &run, TrainingAxis axis);
    void describe(std::span<const PlottedRun> runs);
    void addMarks(const PlottedRun &run, TrainingAxis axis);
    void addFlag(double x, const QString &text, const QColor &color);
    QCPItemText *addSign(double x, double height, const QString &text, const QColor &color);
    void addCrosshair();
    double positive(double value) const;
    void fit(const PlotSettings &settings);
    std::optional<double> axisValue(const QPointF &point) const;

    Theme &theme_;
    QString title_;
    std::string metric_;
    Size size_;
    double scale_;
    std::optional<TrainingAxis> axis_;
    std::optional<double> crosshair_;
    QCPItemStraightLine *crosshairLine_ = nullptr;
    QCPItemText *crosshairLabel_ = nullptr;
    QPointF pressedAt_;
};

} // namespace helicase
