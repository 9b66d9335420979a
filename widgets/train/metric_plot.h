// A plot of one metric for several runs. The main plot also shows the envelope, validation,
// checkpoints and flags; the small ones show one line per run, of a validation metric with markers
// and the best checkpoint. All share one crosshair. Only what is in view is thinned and drawn, so
// that drawing takes as long for ten million points as for ten thousand. GUI thread only.
#pragma once

#include "widgets/common/plot_view.h"
#include "widgets/train/run_history.h"
#include "widgets/train/thinning.h"

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
    bool showsTraining = true;
    bool showsValidation = true;
    bool showsEnvelope = true;
    // Single extreme values do not stretch the vertical axis; they are drawn as far as it reaches.
    bool clipsOutliers = false;
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

    // The histories must live until the next refresh.
    void refresh(std::span<const PlottedRun> runs, const PlotSettings &settings);
    // Nothing: no crosshair.
    void setCrosshair(std::optional<double> x);
    // Every value, not only those that are drawn: a row for each with run, metric, step, epoch,
    // seconds, tokens, value and smoothed value.
    void saveTable(const QString &file, bool visibleOnly) override;

Q_SIGNALS:
    void pointed(double x);
    void pointerLeft();
    void clicked(double x);
    // Its triangle was double-clicked.
    void checkpointChosen(const QString &runName, qint64 step, const QPoint &globalPosition);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    // Of a run that is drawn and a checkpoint of it; null: none is there.
    struct CheckpointSign {
        const PlottedRun *run = nullptr;
        const RunMark *mark = nullptr;
    };
    enum class Lane { Top, Bottom };

    void setUpAxis();
    void addRun(const PlottedRun &run);
    DrawnPart partInView(const MetricSeries &series, const PlottedRun &run) const;
    void addEnvelope(const DrawnPart &part, const PlottedRun &run);
    void addTraining(const DrawnPart &part, const PlottedRun &run);
    // More points of a curve than pixels show nothing more.
    size_t mostPointsPerPixels(size_t perPixel) const;
    void addValidation(const MetricSeries &series, const PlottedRun &run);
    void addBest(const MetricSeries &series, const PlottedRun &run);
    void describe();
    void fit();
    void clipOutliers();
    double positive(double value) const;
    std::optional<double> axisValue(const QPointF &point) const;
    void addMarks(const PlottedRun &run);
    void addMark(const RunMark &mark, const PlottedRun &run);
    void addDottedLine(double x, const QColor &color);
    void addLabel(double x, const QString &sign, const QString &text, const QColor &color,
                  Lane lane);
    QCPItemText *addSign(double x, double height, const QString &text, const QColor &color);
    void addCrosshair();
    CheckpointSign checkpointAt(const QPointF &point) const;

    Theme &theme_;
    QString title_;
    std::string metric_;
    Size size_;
    double scale_;
    std::vector<PlottedRun> runs_;
    PlotSettings settings_;
    std::optional<TrainingAxis> axis_;
    std::vector<double> usual_;  // a sample of the drawn values, for clipOutliers()
    std::vector<QRectF> labels_; // places of the flags' texts
    std::optional<double> crosshair_;
    QCPItemStraightLine *crosshairLine_ = nullptr;
    QCPItemText *crosshairLabel_ = nullptr;
    QPointF pressedAt_;
};

} // namespace helicase
