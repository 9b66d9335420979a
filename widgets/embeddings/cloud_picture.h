// The clouds as a figure: titles, points, names, axes and the legend of the colours. Always light.
// GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QList>
#include <QString>

class QPainter;

namespace helicase {

struct PictureOfCloud {
    QString title;
    QString subtitle;
    CloudScene scene;
};

// Side by side, and the legend at the right. The model shows its dark colours afterwards as before.
void paintCloudFigure(QPainter &painter, const QSizeF &size, CloudModel &model,
                      const QList<PictureOfCloud> &clouds);

} // namespace helicase
