// Colours of continuous values: viridis, or the diverging map around the median. Values; any
// thread.
#pragma once

#include "widgets/embeddings/point_attribute.h"

#include <QColor>

#include <span>

namespace helicase {

// Percentiles: from the 1st to the 99th, so that strays do not take the colours away from the rest.
enum class ColourRange { Percentiles, Full };

class NumberColours {
public:
    NumberColours() = default;
    NumberColours(std::span<const double> numbers, NumberScale scale, ColourRange range, bool dark);

    double low() const { return low_; }
    double high() const { return high_; }
    double middle() const { return middle_; } // of the diverging map: the median
    NumberScale scale() const { return scale_; }
    bool isEmpty() const { return !(low_ <= high_); } // no number is known

    // Place of a value on the colour bar, 0 to 1; values out of the range lie at its ends.
    double placeOf(double value) const;
    double valueAt(double place) const;
    QColor colourAt(double place) const;
    QRgb colourOf(double value) const;

private:
    double low_ = 1;
    double high_ = 0;
    double middle_ = 0;
    NumberScale scale_ = NumberScale::Linear;
    bool dark_ = false;
};

} // namespace helicase
