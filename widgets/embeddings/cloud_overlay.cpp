#include "widgets/embeddings/cloud_overlay.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/embeddings/cloud_labels.h"

#include <QPainter>

#include <cmath>

namespace helicase {

CloudOverlay::CloudOverlay(const CloudScene &scene, QWidget *parent)
    : QWidget(parent), scene_(scene)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
}

void CloudOverlay::setOutline(const QPolygonF &outline)
{
    outline_ = outline;
    update();
}

QString CloudOverlay::note() const
{
    const size_t drawn = scene_.drawn().size();
    if (drawn == scene_.order.size())
        return {};
    return tr("%1 of %2 drawn while moving")
        .arg(groupedNumber(static_cast<qint64>(drawn)),
             groupedNumber(static_cast<qint64>(scene_.order.size())));
}

QString CloudOverlay::axisName(const std::string &method, int axis)
{
    if (method.empty() || method == "pca")
        return QStringLiteral("PC%1").arg(axis + 1);
    return QString::fromStdString(method).toUpper() + QStringLiteral(" %1").arg(axis + 1);
}

void CloudOverlay::paintEvent(QPaintEvent *)
{
    if (!scene_.shown())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLabels(painter);
    paintAxes(painter);
    paintOutline(painter);
    paintNote(painter);
}

void CloudOverlay::paintLabels(QPainter &painter) const
{
    QColor halo = scene_.style.background;
    halo.setAlpha(190); // text stays readable above points
    for (const PlacedLabel &label : placeLabels(scene_, size(), secondaryFont())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawRoundedRect(label.box, 3, 3);
        painter.setPen(scene_.style.text);
        painter.setFont(label.font);
        painter.drawText(label.box, Qt::AlignCenter, label.text);
    }
}

void CloudOverlay::paintAxes(QPainter &painter) const
{
    constexpr double length = 26;
    const QPointF origin(46, height() - 40);
    painter.setFont(smallFont());
    const QFontMetricsF metrics(painter.font());
    for (int axis = 0; axis < scene_.shown()->dimensions; ++axis) {
        QVector3D direction;
        direction[axis] = 1;
        const QVector3D seen = scene_.camera.orientation().rotatedVector(direction);
        constexpr float shortest =
            0.2F; // an axis that points at the viewer has no room for its name
        if (std::hypot(seen.x(), seen.y()) < shortest)
            continue;
        const QPointF tip = origin + QPointF(seen.x(), -seen.y()) * length;
        painter.setPen(QPen(scene_.style.muted, 1.25));
        painter.drawLine(origin, tip);
        const QString name = axisName(scene_.shown()->method, axis);
        const QPointF middle = origin + QPointF(seen.x(), -seen.y()) * (length + 12);
        const QRectF box(middle.x() - metrics.horizontalAdvance(name) / 2,
                         middle.y() - metrics.height() / 2, metrics.horizontalAdvance(name) + 1,
                         metrics.height());
        painter.drawText(box, Qt::AlignCenter, name);
    }
}

void CloudOverlay::paintOutline(QPainter &painter) const
{
    if (outline_.isEmpty())
        return;
    QColor fill = scene_.style.accent;
    fill.setAlpha(24);
    painter.setPen(QPen(scene_.style.accent, 1, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawPolygon(outline_);
}

void CloudOverlay::paintNote(QPainter &painter) const
{
    const QString text = note();
    if (text.isEmpty())
        return;
    painter.setFont(secondaryFont());
    painter.setPen(scene_.style.muted);
    painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignBottom | Qt::AlignRight, text);
}

} // namespace helicase
