// Names of the classes at their clusters. GUI thread (font metrics).
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

namespace helicase {

struct PlacedLabel {
    QString text;
    QFont font; // italic for binomials
    QRectF box;
    int classIndex = 0;
};

// One label at each visible cluster, the largest first: above it, else below or at its sides. There
// are none when more than 12 clusters are visible; a label that would overlap another or leave the
// view at all these places is dropped.
std::vector<PlacedLabel> placeLabels(const CloudScene &scene, const QSizeF &view,
                                     const QFont &font);

} // namespace helicase
