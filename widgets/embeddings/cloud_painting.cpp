#include "widgets/embeddings/cloud_painting.h"

#include "widgets/common/theme.h"
#include "widgets/embeddings/cloud_labels.h"
#include "widgets/embeddings/marker_shader.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

struct Mark {
    ScreenPoint at;
    int contig = 0;
};

struct Marks {
    std::vector<Mark> plain;
    std::vector<Mark> selected; // drawn last
};

// The farthest first.
Marks marksOf(const CloudScene &scene, const QSizeF &view)
{
    Marks marks;
    const CameraProjector project(scene.camera, view);
    for (const int contig : scene.drawn()) {
        const Mark mark{.at = project(scene.shown()->positions[static_cast<size_t>(contig)]),
                        .contig = contig};
        if (mark.at.inFront)
            (scene.model->isSelected(contig) ? marks.selected : marks.plain).push_back(mark);
    }
    for (std::vector<Mark> *some : {&marks.plain, &marks.selected})
        std::ranges::sort(*some, std::greater(), [](const Mark &mark) { return mark.at.depth; });
    return marks;
}

void paintShapes(QPainter &painter, const CloudModel &model, const std::vector<Mark> &marks,
                 double radius)
{
    std::array<QPainterPath, markerCount> paths;
    for (int marker = 0; marker < markerCount; ++marker)
        paths[static_cast<size_t>(marker)] = markerPath(static_cast<Marker>(marker), 2 * radius);
    for (const Mark &mark : marks) {
        painter.setBrush(QColor::fromRgb(model.colours()[static_cast<size_t>(mark.contig)]));
        painter.translate(mark.at.x, mark.at.y);
        painter.drawPath(paths[static_cast<size_t>(model.markerOf(mark.contig))]);
        painter.translate(-mark.at.x, -mark.at.y);
    }
}

// Discs of whole pixels: of so many points no shapes are seen.
QImage stampedPicture(const CloudScene &scene, const std::vector<Mark> &marks, const QSizeF &view,
                      double pixelsPerUnit)
{
    const QSize pixels = (view * pixelsPerUnit).toSize().expandedTo({1, 1});
    QImage picture(pixels, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    const int radius =
        std::max(1, static_cast<int>(std::lround(scene.pointRadius() * pixelsPerUnit * 0.8)));
    std::vector<int> reach; // half the width of the disc by row
    for (int row = -radius; row <= radius; ++row)
        reach.push_back(static_cast<int>(std::sqrt(double(radius * radius - row * row))));
    for (const Mark &mark : marks) {
        const QRgb colour = scene.model->colours()[static_cast<size_t>(mark.contig)] | 0xFF000000;
        const int x = static_cast<int>(std::lround(mark.at.x * pixelsPerUnit));
        const int y = static_cast<int>(std::lround(mark.at.y * pixelsPerUnit));
        for (int row = std::max(-radius, -y); row <= std::min(radius, pixels.height() - 1 - y);
             ++row) {
            const int half = reach[static_cast<size_t>(row + radius)];
            auto *line = reinterpret_cast<QRgb *>(picture.scanLine(y + row));
            const int first = std::clamp(x - half, 0, pixels.width());
            const int end = std::clamp(x + half + 1, 0, pixels.width());
            std::fill(line + first, line + end, colour);
        }
    }
    return picture;
}

} // namespace

void paintCloudPoints(QPainter &painter, const CloudScene &scene, const QSizeF &view,
                      double pixelsPerUnit)
{
    if (!scene.shown())
        return;
    const Marks marks = marksOf(scene, view);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (marks.plain.size() > mostPaintedShapes)
        painter.drawImage(QRectF(QPointF(), view),
                          stampedPicture(scene, marks.plain, view, pixelsPerUnit));
    else
        paintShapes(painter, *scene.model, marks.plain, scene.pointRadius());
    painter.setPen(QPen(scene.style.outline, selectedOutline));
    if (marks.selected.size() > mostPaintedShapes)
        painter.drawImage(QRectF(QPointF(), view),
                          stampedPicture(scene, marks.selected, view, pixelsPerUnit));
    else
        paintShapes(painter, *scene.model, marks.selected, scene.selectedPointRadius());
    painter.restore();
}

void paintCloudLabels(QPainter &painter, const CloudScene &scene, const QSizeF &view)
{
    painter.save();
    QColor halo = scene.style.background;
    halo.setAlpha(190); // text stays readable above points
    for (const PlacedLabel &label : placeLabels(scene, view, secondaryFont())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawRoundedRect(label.box, 3, 3);
        painter.setPen(scene.style.text);
        painter.setFont(label.font);
        painter.drawText(label.box, Qt::AlignCenter, label.text);
    }
    painter.restore();
}

void paintCloudAxes(QPainter &painter, const CloudScene &scene, const QSizeF &view)
{
    constexpr double length = 26;
    const QPointF origin(52, view.height() - 44);
    painter.save();
    painter.setFont(smallFont());
    const QFontMetricsF metrics(painter.font());
    for (int axis = 0; axis < scene.shown()->dimensions; ++axis) {
        QVector3D direction;
        direction[axis] = 1;
        const QVector3D seen = scene.camera.orientation().rotatedVector(direction);
        constexpr float shortest =
            0.2F; // an axis that points at the viewer has no room for its name
        if (std::hypot(seen.x(), seen.y()) < shortest)
            continue;
        const QPointF tip = origin + QPointF(seen.x(), -seen.y()) * length;
        painter.setPen(QPen(scene.style.muted, 1.25));
        painter.drawLine(origin, tip);
        const QString name = cloudAxisName(scene.shown()->method, axis);
        const double width = metrics.horizontalAdvance(name) + 1;
        // The name begins where the axis ends, whatever its direction.
        const QPointF away(seen.x() * (width / 2 + 4), -seen.y() * (metrics.height() / 2 + 4));
        const QPointF middle = tip + away;
        painter.drawText(QRectF(middle.x() - width / 2, middle.y() - metrics.height() / 2, width,
                                metrics.height()),
                         Qt::AlignCenter, name);
    }
    painter.restore();
}

QString cloudAxisName(const std::string &method, int axis)
{
    if (method.empty() || method == "pca")
        return QStringLiteral("PC%1").arg(axis + 1);
    return QStringLiteral("%1 %2").arg(projectionMethodName(method)).arg(axis + 1);
}

QString projectionMethodName(const std::string &method)
{
    if (method == "tsne")
        return QStringLiteral("t-SNE");
    return QString::fromStdString(method).toUpper();
}

} // namespace helicase
