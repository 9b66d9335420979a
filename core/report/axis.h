// A linear axis: a range of values with round ticks, mapped to pixels.
#pragma once

#include <string>
#include <vector>

namespace helicase {

class Axis {
public:
    // Widens an empty range; the range given is covered by the ticks.
    Axis(double smallest, double largest, double pixelStart, double pixelEnd);
    double pixel(double value) const;
    const std::vector<double> &ticks() const { return ticks_; }
    std::string label(double tick) const;

private:
    double low_;
    double high_;
    double pixelStart_;
    double pixelEnd_;
    double step_;
    std::vector<double> ticks_;
};

} // namespace helicase
