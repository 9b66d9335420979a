// How a confusion matrix is laid out and drawn, on the screen or into a file. Pure functions; GUI
// thread only, for they measure text.
#pragma once

#include <QRectF>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

class QPainter;

namespace helicase {

struct ConfusionCounts {
    QStringList classes;
    std::vector<std::vector<int64_t>> counts; // [true class][predicted class]

    int64_t ofRow(int row) const;
    // Of all examples of the true class; 0 without any.
    double share(int row, int column) const;
};

// In logical pixels.
struct ConfusionLayout {
    double width = 0;
    double left = 0; // of the first cell
    double top = 0;
    double cellWidth = 0;
    double cellHeight = 0;
    double nameWidth = 0;
    double nameHeight = 0; // of the columns' names
    bool namesStand = false;

    QRectF cell(int row, int column) const;
};

ConfusionLayout confusionLayout(const ConfusionCounts &counts, const QSize &size);

void paintConfusion(QPainter &painter, const ConfusionCounts &counts, const ConfusionLayout &layout,
                    bool dark);

// "69 %"; a share of a few per cent with its tenths: "0.4 %".
QString shareText(double share);

} // namespace helicase
