// Finds the smallest and the largest of any stretch of a long series in logarithmic time, while the
// series grows: blocks of 16 points, blocks of 8 such blocks and so on, each with the places of its
// extremes. Takes 0.6 bytes a point. No Qt; one thread at a time.
#pragma once

#include "widgets/train/training_axis.h"

#include <limits>
#include <span>
#include <vector>

namespace helicase {

class ExtremaPyramid {
public:
    // Places of finite values.
    struct Extremes {
        static constexpr uint32_t none = std::numeric_limits<uint32_t>::max();
        uint32_t low = none;
        uint32_t high = none;
        bool isEmpty() const { return low == none; }
    };

    // points: all of the series; the last one is new.
    void append(std::span<const MetricPoint> points);
    void clear() { levels_.clear(); }
    // Of points[begin, end).
    Extremes extremes(std::span<const MetricPoint> points, size_t begin, size_t end) const;

private:
    std::vector<std::vector<Extremes>> levels_;
};

} // namespace helicase
