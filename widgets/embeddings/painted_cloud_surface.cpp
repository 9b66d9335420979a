#include "widgets/embeddings/painted_cloud_surface.h"

#include "widgets/embeddings/marker_shader.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace helicase {

namespace {

struct Mark {
    ScreenPoint at;
    int contig = 0;
};

std::array<QPainterPath, markerCount> markerPaths(double radius)
{
    std::array<QPainterPath, markerCount> paths;
    for (int marker = 0; marker < markerCount; ++marker)
        paths[static_cast<size_t>(marker)] = markerPath(static_cast<Marker>(marker), 2 * radius);
    return paths;
}

void draw(QPainter &painter, const CloudModel &model, const std::vector<Mark> &marks, double radius)
{
    const std::array<QPainterPath, markerCount> paths = markerPaths(radius);
    for (const Mark &mark : marks) {
        const auto contig = static_cast<size_t>(mark.contig);
        const Marker marker = model.classStyle(model.data().classes[contig]).marker;
        painter.setBrush(QColor::fromRgb(model.colours()[contig]));
        painter.translate(mark.at.x, mark.at.y);
        painter.drawPath(paths[static_cast<size_t>(marker)]);
        painter.translate(-mark.at.x, -mark.at.y);
    }
}

} // namespace

PaintedCloudSurface::PaintedCloudSurface(const CloudScene &scene, QWidget *parent)
    : QWidget(parent), scene_(scene)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void PaintedCloudSurface::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), scene_.style.background);
    const CloudProjection *projection = scene_.shown();
    if (!projection)
        return;
    std::vector<Mark> plain;
    std::vector<Mark> selected;
    for (const int contig : scene_.drawn()) {
        const Mark mark{
            .at = scene_.camera.project(projection->positions[static_cast<size_t>(contig)], size()),
            .contig = contig};
        if (mark.at.inFront)
            (scene_.model->isSelected(contig) ? selected : plain).push_back(mark);
    }
    for (std::vector<Mark> *marks : {&plain, &selected})
        std::ranges::sort(*marks, std::greater(), [](const Mark &mark) { return mark.at.depth; });

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    draw(painter, *scene_.model, plain, pointRadius);
    painter.setPen(QPen(scene_.style.outline, selectedOutline));
    draw(painter, *scene_.model, selected, selectedPointRadius);
}

} // namespace helicase
