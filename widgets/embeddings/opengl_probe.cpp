#include "widgets/embeddings/opengl_probe.h"

#include <QGuiApplication>
#include <QOpenGLContext>
#include <QSurfaceFormat>

namespace helicase {

bool isOpenGlAvailable()
{
    static const bool available = [] {
        const QString platform = QGuiApplication::platformName();
        for (const char *without : {"offscreen", "minimal", "vnc", "linuxfb"})
            if (platform == QLatin1String(without))
                return false;
        QOpenGLContext context;
        return context.create();
    }();
    return available;
}

void prepareOpenGl()
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && !qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "xcb");
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setAlphaBufferSize(8);
    format.setSamples(0);
    QSurfaceFormat::setDefaultFormat(format);
}

} // namespace helicase
