#include "widgets/annotate/base_ruler.h"

#include "widgets/common/format.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int32_t basesPerTick = 10;
constexpr double tickHeight = 3;

} // namespace

void paintBaseRuler(QPainter &painter, const TokenScene &scene, const EditorLayout::Row &row,
                    double y, double height)
{
    painter.save();
    painter.setFont(scene.idFont);
    painter.setPen(scene.colors.muted);
    auto run = scene.places.runAt(row.begin);
    if (!run)
        run = scene.places.runAfter(row.begin);
    while (run && run->begin < row.end) {
        const int32_t first = std::max(row.begin, run->begin) - run->begin;
        const int32_t last = std::min(row.end, run->end) - run->begin;
        double free = scene.left;
        for (int32_t base = (first / basesPerTick + 1) * basesPerTick; base <= last;
             base += basesPerTick) {
            const int32_t place = run->begin + base - 1;
            const QRectF letter = rangeRectangle(scene, row, y, place, place + 1);
            const double x = std::round(letter.center().x());
            painter.fillRect(QRectF(x, y - tickHeight, 1, tickHeight), scene.colors.muted);
            const QString number = groupedNumber(base);
            const double width = painter.fontMetrics().horizontalAdvance(number);
            if (x - 2 - width < free)
                continue;
            painter.drawText(QRectF(x - 2 - width, y - height, width + 1, height),
                             Qt::AlignRight | Qt::AlignBottom, number);
            free = x + 2;
        }
        run = scene.places.runAfter(run->open);
    }
    painter.restore();
}

} // namespace helicase
