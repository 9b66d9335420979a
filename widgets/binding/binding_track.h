// The track of one window: measured scores as steps, a line per model, bands and names of motifs,
// letters where they have room, and lanes of likelihood and attention. The wheel zooms at the
// cursor, a drag pans, Shift+drag chooses a span; arrows pan, + and - zoom, Home and 0 show all,
// Page Up and Page Down ask for the windows beside. GUI thread only.
#pragma once

#include "widgets/binding/track_painting.h"
#include "widgets/common/figure_export.h"

#include <QWidget>

namespace helicase {

class Theme;

class BindingTrack final : public QWidget {
    Q_OBJECT
public:
    explicit BindingTrack(Theme &theme, QWidget *parent = nullptr);

    // Shows all of it unless it is as long as the one before.
    void setScene(TrackScene scene);
    const TrackScene &scene() const { return scene_; }
    void setLayers(const TrackLayers &layers);
    const TrackLayers &layers() const { return layers_; }
    // Nothing: none. Without a signal.
    void setVariant(std::optional<TrackCurve> variant);
    // Without a signal.
    void setSpan(std::optional<BaseSpan> span);
    std::optional<BaseSpan> span() const { return span_; }

    const TrackRange &range() const { return range_; }
    void setRange(const TrackRange &range);
    void zoom(double factor);
    void showAll();
    TrackLayout layoutNow() const;
    // "Base 10,510,518 (A): measured 0.0, CNN 0.1"; empty beside the plot.
    QString textAt(int64_t base) const;

    FigureWriters writers() const;
    // In light colours. Throws DiskError.
    void savePicture(const QString &file) const;
    // base, letter, measured, one column per curve, as CSV. Throws DiskError.
    void saveTable(const QString &file) const;

    QSize sizeHint() const override { return {640, 300}; }
    QSize minimumSizeHint() const override { return {240, 150}; }

Q_SIGNALS:
    void pointed(const QString &text);
    void spanChosen(helicase::BaseSpan span);
    // -1: the window before, 1: the one behind.
    void windowWanted(int step);

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    enum class Drag { None, Pan, Span };
    int64_t nearestBase(double x) const;
    void describe();

    Theme &theme_;
    TrackScene scene_;
    TrackLayers layers_;
    TrackRange range_;
    std::optional<BaseSpan> span_;
    Drag drag_ = Drag::None;
    double pressedX_ = 0;
    TrackRange pressedRange_;
};

} // namespace helicase
