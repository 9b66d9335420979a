// VTK's picture inside a Qt 6 widget. Debian's VTK brings a widget for Qt 5 only, hence this
// bridge: a QOpenGLWidget, a render window that draws into Qt's context, and nothing else. Input is
// not passed to VTK; the camera belongs to the widget's owner. GUI thread.
//
// The order of the OpenGL calls follows VTK's QVTKOpenGLNativeWidget and QVTKRenderWindowAdapter
// (VTK v9.1.0, GUISupport/Qt, BSD-3-Clause); the statements are this project's own.
#pragma once

#include <QOpenGLWidget>

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include <array>

class QSurface;
class vtkCallbackCommand;
class vtkObject;

namespace helicase {

class BridgeRenderWindow;

class VtkBridgeWidget : public QOpenGLWidget {
    Q_OBJECT

public:
    explicit VtkBridgeWidget(QWidget *parent = nullptr);
    ~VtkBridgeWidget() override;

    // Add renderers here. Nobody but this widget calls Render(); call update() instead.
    BridgeRenderWindow *renderWindow() const;

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    void releaseGl();
    void fitSize();
    static void makeContextCurrent(vtkObject *, unsigned long, void *widget, void *);
    static void tellWhetherCurrent(vtkObject *, unsigned long, void *widget, void *answer);
    static void frameDone(vtkObject *, unsigned long, void *widget, void *);

    vtkSmartPointer<BridgeRenderWindow> window_;
    vtkNew<vtkCallbackCommand> onMakeCurrent_;
    vtkNew<vtkCallbackCommand> onIsCurrent_;
    vtkNew<vtkCallbackCommand> onFrame_;
    std::array<unsigned long, 3> observerTags_{};
    QSurface *surface_ = nullptr;
    bool isReady_ = false;
    bool inPaint_ = false;
};

} // namespace helicase
