#include "widgets/embeddings/vtk_bridge_widget.h"

#include "widgets/embeddings/bridge_render_window.h"

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QScopedValueRollback>

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>

namespace helicase {

vtkStandardNewMacro(BridgeRenderWindow)

    VtkBridgeWidget::VtkBridgeWidget(QWidget *parent)
    : QOpenGLWidget(parent), window_(vtkSmartPointer<BridgeRenderWindow>::New())
{
    setUpdateBehavior(QOpenGLWidget::NoPartialUpdate);
    setProperty("_kde_no_window_grab", true); // otherwise KDE moves the window on a drag
    window_->SetReadyForRendering(false);
    window_->SetFrameBlitModeToNoBlit();
    window_->SetMultiSamples(
        0); // points smooth their own edges; samples cost a factor 3 in software
    onMakeCurrent_->SetClientData(this);
    onMakeCurrent_->SetCallback(&VtkBridgeWidget::makeContextCurrent);
    onIsCurrent_->SetClientData(this);
    onIsCurrent_->SetCallback(&VtkBridgeWidget::tellWhetherCurrent);
    onFrame_->SetClientData(this);
    onFrame_->SetCallback(&VtkBridgeWidget::frameDone);
    connect(this, &QOpenGLWidget::resized, this, &VtkBridgeWidget::fitSize);
}

VtkBridgeWidget::~VtkBridgeWidget()
{
    for (const unsigned long tag : observerTags_)
        window_->RemoveObserver(tag);
    if (!context())
        return;
    // First of all: the context dies after this widget's part and must not call back.
    disconnect(context(), nullptr, this, nullptr);
    releaseGl();
}

BridgeRenderWindow *VtkBridgeWidget::renderWindow() const
{
    return window_;
}

void VtkBridgeWidget::initializeGL()
{
    // Runs again whenever the widget comes into another window, with a new context.
    surface_ = context()->surface();
    for (const unsigned long tag : observerTags_)
        window_->RemoveObserver(tag);
    observerTags_ = {window_->AddObserver(vtkCommand::WindowMakeCurrentEvent, onMakeCurrent_),
                     window_->AddObserver(vtkCommand::WindowIsCurrentEvent, onIsCurrent_),
                     window_->AddObserver(vtkCommand::WindowFrameEvent, onFrame_)};
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &VtkBridgeWidget::releaseGl,
            Qt::UniqueConnection);
    window_->SetForceMaximumHardwareLineWidth(1);
    window_->SetReadyForRendering(true);
    window_->SetOwnContext(0);
    window_->OpenGLInitContext();
    if (!window_->isReady() && context()->functions()->glGetString(GL_VERSION))
        window_->acceptContextWithoutGlx();
    isReady_ = window_->isReady();
    if (isReady_)
        window_->GetState()->Reset();
    fitSize();
}

void VtkBridgeWidget::paintGL()
{
    if (!isReady_ || inPaint_)
        return;
    const QScopedValueRollback<bool> guard(inPaint_, true);
    vtkOpenGLState *state = window_->GetState();
    state->Reset();
    state->Push();
    state->vtkglDepthFunc(GL_LEQUAL); // Qt leaves GL_LESS
    state->vtkglEnable(GL_DEPTH_TEST);
    window_->Render();

    makeCurrent(); // rendering may have moved the context; here Qt's framebuffer is wanted
    QOpenGLExtraFunctions *gl = context()->extraFunctions();
    gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
    const GLenum target = GL_COLOR_ATTACHMENT0;
    gl->glDrawBuffers(1, &target);
    gl->glDisable(GL_SCISSOR_TEST); // the scissor clips blits
    const QSize pixels = size() * devicePixelRatioF();
    const int *drawn = window_->GetRenderFramebuffer()->GetLastSize();
    window_->BlitDisplayFramebuffer(0, 0, 0, drawn[0], drawn[1], 0, 0, pixels.width(),
                                    pixels.height(), GL_COLOR_BUFFER_BIT, GL_LINEAR);
    // Without an opaque alpha QWidget::grab() shows the window's background instead of the scene.
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0, 0, 0, 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    state->Pop();
}

void VtkBridgeWidget::releaseGl()
{
    makeCurrent();
    window_->Finalize();
    window_->SetReadyForRendering(false);
    isReady_ = false;
    doneCurrent();
}

void VtkBridgeWidget::fitSize()
{
    const QSize pixels = size() * devicePixelRatioF();
    window_->SetSize(pixels.width(), pixels.height());
}

void VtkBridgeWidget::makeContextCurrent(vtkObject *, unsigned long, void *widget, void *)
{
    // Not QOpenGLWidget::makeCurrent(): it would bind the widget's framebuffer behind VTK's back.
    auto *self = static_cast<VtkBridgeWidget *>(widget);
    if (self->context())
        self->context()->makeCurrent(self->surface_);
}

void VtkBridgeWidget::tellWhetherCurrent(vtkObject *, unsigned long, void *widget, void *answer)
{
    const auto *self = static_cast<VtkBridgeWidget *>(widget);
    *static_cast<bool *>(answer) = QOpenGLContext::currentContext() == self->context();
}

void VtkBridgeWidget::frameDone(vtkObject *, unsigned long, void *widget, void *)
{
    auto *self = static_cast<VtkBridgeWidget *>(widget);
    if (!self->inPaint_)
        self->update();
}

} // namespace helicase
