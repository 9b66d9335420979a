#include "widgets/embeddings/vtk_bridge_widget.h"

#include "widgets/embeddings/bridge_render_window.h"

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QPainter>
#include <QTimer>

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkRenderer.h>
#include <vtkRendererCollection.h>

#include <algorithm>

namespace helicase {

vtkStandardNewMacro(BridgeRenderWindow)

    VtkBridgeWidget::VtkBridgeWidget(QWidget *parent)
    : QWidget(parent), window_(vtkSmartPointer<BridgeRenderWindow>::New())
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    window_->SetReadyForRendering(false);
    window_->SetFrameBlitModeToNoBlit();
    window_->SetMultiSamples(
        0); // points smooth their own edges; samples cost a factor 3 in software
    onMakeCurrent_->SetClientData(this);
    onMakeCurrent_->SetCallback(&VtkBridgeWidget::makeContextCurrent);
    onIsCurrent_->SetClientData(this);
    onIsCurrent_->SetCallback(&VtkBridgeWidget::tellWhetherCurrent);
    window_->AddObserver(vtkCommand::WindowMakeCurrentEvent, onMakeCurrent_);
    window_->AddObserver(vtkCommand::WindowIsCurrentEvent, onIsCurrent_);
}

VtkBridgeWidget::~VtkBridgeWidget()
{
    if (!context_)
        return;
    context_->makeCurrent(&surface_);
    window_->Finalize();
    window_->SetReadyForRendering(false);
    context_->doneCurrent();
}

BridgeRenderWindow *VtkBridgeWidget::renderWindow() const
{
    return window_;
}

void VtkBridgeWidget::redraw()
{
    isStale_ = true;
    update();
}

// Opening the context and compiling the shaders of the first picture each take the time of several
// frames; in turns of their own they do not hold up the panel around.
void VtkBridgeWidget::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!context_)
        QTimer::singleShot(0, this, &VtkBridgeWidget::openContext);
}

void VtkBridgeWidget::openContext()
{
    if (context_)
        return;
    context_ = std::make_unique<QOpenGLContext>();
    surface_.setFormat(context_->format());
    surface_.create();
    if (!context_->create() || !context_->makeCurrent(&surface_))
        return;
    window_->SetForceMaximumHardwareLineWidth(1);
    window_->SetReadyForRendering(true);
    window_->SetOwnContext(0);
    window_->OpenGLInitContext();
    if (!window_->isReady() && context_->functions()->glGetString(GL_VERSION))
        window_->acceptContextWithoutGlx();
    isReady_ = window_->isReady();
    context_->doneCurrent();
    QTimer::singleShot(0, this, &VtkBridgeWidget::redraw);
}

void VtkBridgeWidget::paintEvent(QPaintEvent *)
{
    const QSize pixels = (QSizeF(size()) * devicePixelRatioF()).toSize();
    if (isReady_ && (isStale_ || picture_.size() != pixels)) {
        picture_ = draw(pixels);
        picture_.setDevicePixelRatio(devicePixelRatioF());
        isStale_ = false;
    }
    QPainter painter(this);
    if (!picture_.isNull()) {
        painter.drawImage(QPoint(), picture_);
        return;
    }
    const double *background = window_->GetRenderers()->GetFirstRenderer()->GetBackground();
    painter.fillRect(
        rect(), QColor::fromRgbF(float(background[0]), float(background[1]), float(background[2])));
}

QImage VtkBridgeWidget::draw(const QSize &pixels)
{
    openContext();
    if (!isReady_ || !context_->makeCurrent(&surface_))
        return {};
    GLint longest = 0;
    context_->functions()->glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &longest);
    if (std::max(pixels.width(), pixels.height()) > longest) {
        context_->doneCurrent();
        return {};
    }
    window_->SetSize(pixels.width(), pixels.height());
    window_->Render();

    QImage drawn(pixels, QImage::Format_RGB32);
    QOpenGLExtraFunctions *gl = context_->extraFunctions();
    vtkOpenGLFramebufferObject *framebuffer = window_->GetRenderFramebuffer();
    framebuffer->SaveCurrentBindingsAndBuffers(GL_READ_FRAMEBUFFER);
    framebuffer->Bind(GL_READ_FRAMEBUFFER);
    framebuffer->ActivateReadBuffer(0);
    gl->glReadPixels(0, 0, pixels.width(), pixels.height(), GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV,
                     drawn.bits());
    framebuffer->RestorePreviousBindingsAndBuffers(GL_READ_FRAMEBUFFER);
    context_->doneCurrent();

    return std::move(drawn).mirrored(); // OpenGL's first row is the lowest
}

void VtkBridgeWidget::makeContextCurrent(vtkObject *, unsigned long, void *widget, void *)
{
    auto *self = static_cast<VtkBridgeWidget *>(widget);
    if (self->context_)
        self->context_->makeCurrent(&self->surface_);
}

void VtkBridgeWidget::tellWhetherCurrent(vtkObject *, unsigned long, void *widget, void *answer)
{
    const auto *self = static_cast<VtkBridgeWidget *>(widget);
    *static_cast<bool *>(answer) =
        self->context_ && QOpenGLContext::currentContext() == self->context_.get();
}

} // namespace helicase
