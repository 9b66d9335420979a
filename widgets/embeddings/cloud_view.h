// One cloud: points (cloud_surface.h), labels above them, a camera, and what mouse and keys do with
// it. Drag orbits, right drag or Shift pans, the wheel zooms, a click picks; with the lasso, box or
// brush a drag selects (Shift adds, Ctrl removes), and Ctrl and wheel make the brush wider. GUI
// thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QHash>
#include <QPainterPath>
#include <QTimer>
#include <QWidget>

#include <memory>

class QAction;

namespace helicase {

class CloudOverlay;

enum class CloudTool { Orbit, Lasso, Box, Brush };

class CloudView final : public QWidget {
    Q_OBJECT

public:
    // The surface is VTK's where OpenGL is there, the painter's otherwise.
    CloudView(CloudModel &model, const QString &objectName, QWidget *parent = nullptr);
    ~CloudView() override;

    bool usesOpenGl() const { return usesOpenGl_; }
    void setProjection(int projection);
    int projection() const { return scene_.projection; }
    void setStyleOf(const CloudStyle &style);
    void setTool(CloudTool tool);
    CloudTool tool() const { return tool_; }
    double brushRadius() const { return brushRadius_; } // logical pixels
    // A plain key triggers the action while the cloud has the focus.
    void bindKey(Qt::Key key, QAction *action) { keyActions_[key] = action; }

    const CloudCamera &camera() const { return scene_.camera; }
    void setCamera(const CloudCamera &camera); // emits cameraChanged
    void resetView();
    void frameSelection(); // everything when nothing is selected
    void lookAlong(AxisPair axes);

    // The contigs at a place, nearest to the viewer first; where a contig is drawn.
    std::vector<int> contigsAt(const QPointF &place) const;
    QPointF placeOf(int contig) const;
    const CloudScene &scene() const { return scene_; }
    const CloudOverlay &overlay() const { return *overlay_; }
    // In words, for screen readers and Copy description.
    QString description() const;

Q_SIGNALS:
    void cameraChanged(const helicase::CloudCamera &camera);
    void toolRequested(helicase::CloudTool tool);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Drag { None, Undecided, Orbit, Pan, Outline };

    void refreshPoints();
    void cameraMoved();
    void cameraRests();
    void beginDrag(const QPointF &at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers);
    void cancelDrag();
    // What the tool covers between the start of the drag and here.
    QPainterPath drawnArea() const;
    void selectArea(SelectionChange change);
    void showBrush();
    void pick(const QPointF &at, SelectionChange change);
    void showPickList(const std::vector<int> &contigs, const QPointF &at, SelectionChange change);
    void showToolTip();
    QString toolTipOf(int contig) const;
    static SelectionChange changeBy(Qt::KeyboardModifiers modifiers);
    // Keys that move the camera: whether it was one.
    bool moveByKey(int key);
    bool handleCanvasKey(QKeyEvent *event);

    CloudModel &model_;
    CloudScene scene_;
    bool usesOpenGl_ = false;
    std::unique_ptr<CloudSurface> surface_; // its widget is a child; destroyed here first
    CloudOverlay *overlay_ = nullptr;
    CloudTool tool_ = CloudTool::Orbit;
    Drag drag_ = Drag::None;
    Qt::MouseButton dragButton_ = Qt::NoButton;
    Qt::KeyboardModifiers dragModifiers_;
    QPointF dragStart_;
    QPointF dragLast_;
    QPolygonF way_; // of a drag that draws
    double brushRadius_ = 18;
    QHash<int, QAction *> keyActions_;
    QTimer restTimer_;
    QTimer hoverTimer_;
    QPointF hoverAt_;
};

} // namespace helicase
