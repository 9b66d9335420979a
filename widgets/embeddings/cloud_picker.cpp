#include "widgets/embeddings/cloud_picker.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

// An area in pixels: inside, outside, or so near to its edge that the path has to be asked.
class AreaMask {
public:
    AreaMask(const QPainterPath &area, const QSizeF &view)
        : area_(area), mask_(view.toSize().expandedTo({1, 1}), QImage::Format_Grayscale8)
    {
        mask_.fill(outside);
        QPainter painter(&mask_);
        painter.fillPath(area, QColor(inside, inside, inside));
        painter.strokePath(area, QPen(QColor(edge, edge, edge), edgeWidth));
    }

    bool contains(const ScreenPoint &point) const
    {
        const int x = static_cast<int>(std::floor(point.x));
        const int y = static_cast<int>(std::floor(point.y));
        if (x < 0 || y < 0 || x >= mask_.width() || y >= mask_.height())
            return false;
        const uchar value = mask_.constScanLine(y)[x];
        return value == inside || (value == edge && area_.contains(QPointF(point.x, point.y)));
    }

private:
    static constexpr uchar outside = 0;
    static constexpr uchar edge = 100;
    static constexpr uchar inside = 200;
    static constexpr double edgeWidth = 4;

    QPainterPath area_;
    QImage mask_;
};

// Calls take(contig, where it appears) for every visible contig, in ascending order.
template <typename Take>
void forEachVisible(const CloudScene &scene, const QSizeF &view, Take take)
{
    const CloudProjection *projection = scene.shown();
    if (!projection)
        return;
    const CameraProjector project(scene.camera, view);
    for (size_t contig = 0; contig < projection->positions.size(); ++contig) {
        if (!projection->present[contig] || !scene.model->isVisible(static_cast<int64_t>(contig)))
            continue;
        if (const ScreenPoint point = project(projection->positions[contig]); point.inFront)
            take(static_cast<int>(contig), point);
    }
}

} // namespace

std::vector<int> contigsNear(const CloudScene &scene, const QSizeF &view, const QPointF &at,
                             double tolerance)
{
    std::vector<std::pair<float, int>> found;
    const auto x = static_cast<float>(at.x());
    const auto y = static_cast<float>(at.y());
    const auto nearEnough = static_cast<float>(tolerance * tolerance);
    forEachVisible(scene, view, [&](int contig, const ScreenPoint &point) {
        const float right = point.x - x;
        const float down = point.y - y;
        if (right * right + down * down <= nearEnough)
            found.emplace_back(point.depth, contig);
    });
    std::ranges::sort(found);
    std::vector<int> contigs;
    for (const auto &[depth, contig] : found)
        contigs.push_back(contig);
    return contigs;
}

std::vector<int> contigsInside(const CloudScene &scene, const QSizeF &view,
                               const QPainterPath &area)
{
    const AreaMask mask(area, view);
    std::vector<int> contigs;
    forEachVisible(scene, view, [&](int contig, const ScreenPoint &point) {
        if (mask.contains(point))
            contigs.push_back(contig);
    });
    return contigs;
}

QPainterPath brushedArea(const QPolygonF &way, double radius)
{
    QPainterPath area;
    area.setFillRule(Qt::WindingFill);
    if (way.isEmpty())
        return area;
    QPainterPathStroker brush;
    brush.setWidth(2 * radius);
    brush.setCapStyle(Qt::RoundCap);
    brush.setJoinStyle(Qt::RoundJoin);
    QPainterPath line;
    line.addPolygon(way);
    area.addPath(brush.createStroke(line));
    area.addEllipse(way.first(), radius, radius); // a way of one place has no stroke
    return area;
}

} // namespace helicase
