#include "widgets/annotate/base_ruler.h"

#include "widgets/common/format.h"

#include <QPainter>

#include <algorithm>

namespace helicase {

namespace {

constexpr int32_t basesPerNumber = 10;
constexpr double leastGap = 4;

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
        double free = 0;
        for (int32_t base = (first / basesPerNumber + 1) * basesPerNumber; base <= last;
             base += basesPerNumber) {
            const int32_t place = run->begin + base - 1;
            const QRectF letter = rangeRectangle(scene, row, y, place, place + 1);
            const QString number = groupedNumber(base);
            const double width = painter.fontMetrics().horizontalAdvance(number);
            const double left = letter.center().x() - width / 2;
            if (left < free)
                continue;
            painter.drawText(QRectF(left, y - height, width + 1, height),
                             Qt::AlignLeft | Qt::AlignBottom, number);
            free = left + width + leastGap;
        }
        run = scene.places.runAfter(run->open);
    }
    painter.restore();
}

} // namespace helicase
