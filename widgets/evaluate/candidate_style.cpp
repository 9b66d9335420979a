#include "widgets/evaluate/candidate_style.h"

#include <QPainter>
#include <QPixmap>

#include <algorithm>

namespace helicase {

CategoryStyle candidateStyle(const StoredEvaluation &evaluation, const std::string &name, bool dark)
{
    std::vector<std::string> names;
    for (const ShownCandidate &candidate : evaluation.candidates)
        names.push_back(candidate.name);
    std::ranges::sort(names);
    const int place = static_cast<int>(std::ranges::lower_bound(names, name) - names.begin());
    CategoryStyle style = categoryStyle(place, dark);
    constexpr int markers = 5; // those that read well at legend size
    style.marker = static_cast<Marker>(place % markers);
    return style;
}

QIcon candidateIcon(const CategoryStyle &style)
{
    constexpr int side = 12;
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
