#include "widgets/embeddings/cloud_labels.h"

#include "widgets/common/species_name.h"

#include <QFontMetricsF>

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr int mostLabels = 12;
constexpr double widestShare = 0.45; // of the view, for one label
constexpr size_t sampleSize =
    4'000; // points looked at; a prefix of the draw order is a fair sample

struct Cluster {
    int classIndex = 0;
    std::vector<float> x;
    std::vector<float> y;
};

float quantile(std::vector<float> &values, double share)
{
    const auto rank = static_cast<ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, values.begin() + rank);
    return values[static_cast<size_t>(rank)];
}

std::vector<Cluster> visibleClusters(const CloudScene &scene, const QSizeF &view)
{
    const CloudProjection *projection = scene.shown();
    std::vector<Cluster> clusters(scene.model->colouring().names.size());
    const CameraProjector project(scene.camera, view);
    const size_t count = std::min(sampleSize, scene.order.size());
    for (size_t i = 0; i < count; ++i) {
        const auto contig = static_cast<size_t>(scene.order[i]);
        const int classIndex = scene.model->colouring().classes[contig];
        const ScreenPoint point = project(projection->positions[contig]);
        if (classIndex < 0 || !point.inFront)
            continue;
        Cluster &cluster = clusters[static_cast<size_t>(classIndex)];
        cluster.classIndex = classIndex;
        cluster.x.push_back(point.x);
        cluster.y.push_back(point.y);
    }
    std::erase_if(clusters, [](const Cluster &cluster) { return cluster.x.empty(); });
    std::ranges::stable_sort(clusters, std::greater(), [](const Cluster &c) { return c.x.size(); });
    return clusters;
}

// Where the middle of a label may lie: above the cluster, below it, at its sides.
std::array<QPointF, 4> placesAround(Cluster &cluster, const QSizeF &label)
{
    constexpr double gap = 6;
    constexpr double edge = 0.08; // beyond lie strays
    const double x = quantile(cluster.x, 0.5);
    const double y = quantile(cluster.y, 0.5);
    const double away = label.height() / 2 + gap;
    const double aside = label.width() / 2 + gap;
    return {QPointF(x, quantile(cluster.y, edge) - away),
            QPointF(x, quantile(cluster.y, 1 - edge) + away),
            QPointF(quantile(cluster.x, 1 - edge) + aside, y),
            QPointF(quantile(cluster.x, edge) - aside, y)};
}

// Moved to the right or to the left by as little as keeps it in the view.
QRectF keptInside(QRectF box, const QRectF &inside)
{
    if (box.left() < inside.left())
        box.moveLeft(inside.left());
    if (box.right() > inside.right())
        box.moveRight(inside.right());
    return box;
}

} // namespace

std::vector<PlacedLabel> placeLabels(const CloudScene &scene, const QSizeF &view, const QFont &font)
{
    if (!scene.shown() || scene.model->colouring().isNumber())
        return {};
    std::vector<Cluster> clusters = visibleClusters(scene, view);
    if (clusters.size() > mostLabels)
        return {};
    std::vector<PlacedLabel> labels;
    const QRectF inside = QRectF(QPointF(), view).adjusted(2, 2, -2, -2);
    for (Cluster &cluster : clusters) {
        const QString name =
            scene.model->colouring().names[static_cast<size_t>(cluster.classIndex)];
        PlacedLabel label{
            .text = shortSpeciesName(name), .font = font, .classIndex = cluster.classIndex};
        label.font.setItalic(isBinomial(name));
        const QFontMetricsF metrics(label.font);
        label.text = metrics.elidedText(label.text, Qt::ElideRight, widestShare * view.width());
        const QSizeF size(metrics.horizontalAdvance(label.text) + 6, metrics.height());
        for (const QPointF &middle : placesAround(cluster, size)) {
            label.box =
                keptInside(QRectF(middle - QPointF(size.width(), size.height()) / 2, size), inside);
            const bool isFree = std::ranges::none_of(
                labels, [&](const PlacedLabel &other) { return other.box.intersects(label.box); });
            if (!isFree || !inside.contains(label.box))
                continue;
            labels.push_back(label);
            break;
        }
    }
    return labels;
}

} // namespace helicase
