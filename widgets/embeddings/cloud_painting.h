// A cloud drawn by QPainter with the same camera as everywhere: points in the order of depth, names
// of clusters, axes. What a machine without OpenGL shows, and what exported figures are made of.
// GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

class QPainter;

namespace helicase {

// More points than this are painted as one picture, of the given pixels per unit: their shapes
// would make vector files of hundreds of megabytes, and a painter takes seconds for them.
constexpr size_t mostPaintedShapes = 20'000;

void paintCloudPoints(QPainter &painter, const CloudScene &scene, const QSizeF &view,
                      double pixelsPerUnit);
void paintCloudLabels(QPainter &painter, const CloudScene &scene, const QSizeF &view);
// Names of the axes: "PC1" for principal components, "UMAP 1" and the like otherwise.
void paintCloudAxes(QPainter &painter, const CloudScene &scene, const QSizeF &view);

QString cloudAxisName(const std::string &method, int axis);
// "PCA", "UMAP", "t-SNE"; empty for none.
QString projectionMethodName(const std::string &method);

} // namespace helicase
