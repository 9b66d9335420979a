#include "widgets/embeddings/cloud_picker.h"

#include <algorithm>

namespace helicase {

std::vector<int> contigsNear(const CloudScene &scene, const QSizeF &view, const QPointF &at,
                             double tolerance)
{
    std::vector<std::pair<float, int>> found;
    const CloudProjection *projection = scene.shown();
    for (const int contig : scene.order) {
        const ScreenPoint point =
            scene.camera.project(projection->positions[static_cast<size_t>(contig)], view);
        const QPointF away = QPointF(point.x, point.y) - at;
        if (point.inFront && QPointF::dotProduct(away, away) <= tolerance * tolerance)
            found.emplace_back(point.depth, contig);
    }
    std::ranges::sort(found);
    std::vector<int> contigs;
    for (const auto &[depth, contig] : found)
        contigs.push_back(contig);
    return contigs;
}

std::vector<int> contigsInside(const CloudScene &scene, const QSizeF &view,
                               const QPolygonF &outline)
{
    const QRectF bounds = outline.boundingRect();
    const CloudProjection *projection = scene.shown();
    std::vector<int> contigs;
    for (const int contig : scene.order) {
        const ScreenPoint point =
            scene.camera.project(projection->positions[static_cast<size_t>(contig)], view);
        const QPointF at(point.x, point.y);
        if (point.inFront && bounds.contains(at) && outline.containsPoint(at, Qt::OddEvenFill))
            contigs.push_back(contig);
    }
    std::ranges::sort(contigs);
    return contigs;
}

} // namespace helicase
