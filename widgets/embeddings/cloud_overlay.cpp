#include "widgets/embeddings/cloud_overlay.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/embeddings/cloud_painting.h"

#include <QPainter>

namespace helicase {

CloudOverlay::CloudOverlay(const CloudScene &scene, QWidget *parent)
    : QWidget(parent), scene_(scene)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
}

void CloudOverlay::setOutline(const QPainterPath &outline)
{
    outline_ = outline;
    update();
}

void CloudOverlay::setBrush(const QPointF &middle, double radius)
{
    brushMiddle_ = middle;
    brushRadius_ = radius;
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

void CloudOverlay::paintEvent(QPaintEvent *)
{
    if (!scene_.shown())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintCloudLabels(painter, scene_, size());
    paintCloudAxes(painter, scene_, size());
    paintOutline(painter);
    paintNote(painter);
}

void CloudOverlay::paintOutline(QPainter &painter) const
{
    if (brushRadius_ > 0) {
        painter.setPen(QPen(scene_.style.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(brushMiddle_, brushRadius_, brushRadius_);
    }
    if (outline_.isEmpty())
        return;
    QColor fill = scene_.style.accent;
    fill.setAlpha(24);
    painter.setPen(QPen(scene_.style.accent, 1, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawPath(outline_);
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
