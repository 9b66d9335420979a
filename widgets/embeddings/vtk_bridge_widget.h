// VTK's picture inside a Qt 6 widget. Debian's VTK brings a widget for Qt 5 only, hence this
// bridge: VTK draws into a framebuffer of its own, in an OpenGL context of its own, and the widget
// paints the finished picture like any other. It is not a QOpenGLWidget: the first one of those
// makes Qt create the whole window anew and compose all of it through OpenGL from then on, every
// key and every tick of a progress bar, which takes 100 ms and more where OpenGL is software and
// the cores train. Input is not passed to VTK; the camera belongs to the widget's owner. GUI
// thread.
#pragma once

#include <QImage>
#include <QOffscreenSurface>
#include <QWidget>

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include <memory>

class QOpenGLContext;
class vtkCallbackCommand;
class vtkObject;

namespace helicase {

class BridgeRenderWindow;

class VtkBridgeWidget : public QWidget {
    Q_OBJECT

public:
    explicit VtkBridgeWidget(QWidget *parent = nullptr);
    ~VtkBridgeWidget() override;

    // Add renderers here. Nobody but this widget calls Render(); call redraw() instead.
    BridgeRenderWindow *renderWindow() const;

protected:
    // The scene is another one: the next paint draws it.
    void redraw();
    // The scene in that many pixels, whether the widget is shown or not; null where there is no
    // OpenGL or a picture of that size is beyond it.
    QImage draw(const QSize &pixels);

    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void openContext();
    static void makeContextCurrent(vtkObject *, unsigned long, void *widget, void *);
    static void tellWhetherCurrent(vtkObject *, unsigned long, void *widget, void *answer);

    QOffscreenSurface surface_;
    std::unique_ptr<QOpenGLContext> context_;
    vtkSmartPointer<BridgeRenderWindow> window_;
    vtkNew<vtkCallbackCommand> onMakeCurrent_;
    vtkNew<vtkCallbackCommand> onIsCurrent_;
    QImage picture_; // in device pixels
    bool isReady_ = false;
    bool isStale_ = true;
};

} // namespace helicase
