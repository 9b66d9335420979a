// Finds contigs by where they appear on the view. Works on positions, not on pixels, so that it is
// the same for every surface and counts points that are not drawn while the camera moves. GUI
// thread; a million points take some tens of milliseconds.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QPainterPath>
#include <QSizeF>

#include <vector>

namespace helicase {

// Visible contigs within the tolerance (logical pixels) of a point, nearest to the viewer first.
std::vector<int> contigsNear(const CloudScene &scene, const QSizeF &view, const QPointF &at,
                             double tolerance);

// Visible contigs inside an area of the view, in ascending order.
std::vector<int> contigsInside(const CloudScene &scene, const QSizeF &view,
                               const QPainterPath &area);

// What a round brush of this radius covers along a way.
QPainterPath brushedArea(const QPolygonF &way, double radius);

} // namespace helicase
