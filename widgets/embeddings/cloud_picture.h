// The clouds as a figure: titles, points, names, axes and the legend of the colours. Always light.
// GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QImage>
#include <QList>
#include <QString>

#include <functional>

class QPainter;

namespace helicase {

struct PictureOfCloud {
    QString title;
    QString subtitle;
    CloudScene scene;
};

// Draws the points of a view as they are on the screen, in a picture of that many pixels per unit;
// null: it cannot.
using DrawPoints =
    std::function<QImage(const CloudScene &scene, const QSize &view, double pixelsPerUnit)>;

// Side by side, and the legend at the right. The model shows its dark colours afterwards as before.
// draw: without it, or where it cannot, a painter draws the points as shapes.
void paintCloudFigure(QPainter &painter, const QSizeF &size, CloudModel &model,
                      const QList<PictureOfCloud> &clouds, const DrawPoints &draw = {});

} // namespace helicase
