#include "widgets/embeddings/painted_cloud_surface.h"

#include "widgets/embeddings/cloud_painting.h"

#include <QPainter>

namespace helicase {

PaintedCloudSurface::PaintedCloudSurface(const CloudScene &scene, QWidget *parent)
    : QWidget(parent), scene_(scene)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void PaintedCloudSurface::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), scene_.style.background);
    paintCloudPoints(painter, scene_, size(), devicePixelRatioF());
}

} // namespace helicase
