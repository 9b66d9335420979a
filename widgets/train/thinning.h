// Reduces a curve to what a screen can show without losing its extremes, in a time that does not
// grow with the curve. Free functions, no Qt.
#pragma once

#include "widgets/train/metric_series.h"

#include <utility>
#include <vector>

namespace helicase {

// A plot never draws more points of one curve than this.
constexpr size_t largestDrawnPoints = 2000;

struct CurvePoint {
    double x = 0;
    double y = 0;
};

struct EnvelopePoint {
    double x = 0;
    double low = 0;
    double high = 0;
};

// What of a series is drawn: the points from begin to end.
struct DrawnPart {
    const MetricSeries &series;
    AxisMap map;
    size_t begin = 0;
    size_t end = 0;

    static DrawnPart all(const MetricSeries &series, const AxisMap &map);
    // The points in view and the next ones on both sides.
    static DrawnPart between(const MetricSeries &series, const AxisMap &map, double left,
                             double right);
    std::span<const MetricPoint> points() const
    {
        return series.points().subspan(begin, end - begin);
    }
};

// Raw values: above `most` points each bucket keeps its smallest and its largest value, in order of
// their steps. NaN breaks the line where a value is not finite and where the run was restarted.
std::vector<CurvePoint> thinRaw(const DrawnPart &part, size_t most = largestDrawnPoints);

// Smoothed values: every n-th point and the last one; broken at restarts.
std::vector<CurvePoint> thinSmoothed(const DrawnPart &part, size_t most = largestDrawnPoints);

// Smallest and largest finite value of consecutive windows of at least `window` points; at most 500
// windows. Empty when there are fewer than two of them.
std::vector<EnvelopePoint> envelope(const DrawnPart &part, size_t window = 8);

// Between which most of the values lie: all but one in a hundred on either side. Nothing for none.
std::optional<std::pair<double, double>> usualRange(std::vector<double> values);

} // namespace helicase
