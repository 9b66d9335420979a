// What the charts of a data set share: room for the labels, horizontal grid lines with round
// numbers, the base line. GUI thread only.
#pragma once

#include <QRectF>

#include <cstdint>

class QPainter;

namespace helicase {

// The value axis of a chart of counts, which begins at 0.
struct CountAxis {
    int64_t step = 1; // between the lines
    int64_t top = 1;  // at the upper end

    // About `lines` lines.
    static CountAxis upTo(int64_t largest, int lines);
};

// Where the bars stand when the whole chart has this room. below: lines of small text under them.
QRectF barAreaOf(const QRectF &chart, const CountAxis &axis, double below);
void paintFrame(QPainter &painter, const QRectF &bars, const CountAxis &axis);
double heightOf(const QRectF &bars, const CountAxis &axis, int64_t count);
// Height of a line of small text.
double smallLine();

} // namespace helicase
