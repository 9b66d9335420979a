#include "widgets/common/marker_icon.h"

#include <QPainter>
#include <QPixmap>

namespace helicase {

QIcon markerIcon(const CategoryStyle &style)
{
    constexpr int side = markerIconSide;
    constexpr int scale = 2; // sharp at scale 2, scaled down elsewhere
    QPixmap pixmap(side * scale, side * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2.0, side / 2.0);
    painter.fillPath(markerPath(style.marker, 9), style.color);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // data keep their colour in selected rows
    return icon;
}

} // namespace helicase
