// Reduces a curve to what a screen can show without losing its extremes. Free functions, no Qt.
#pragma once

#include "widgets/train/metric_series.h"

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

// Raw values: above `most` points each bucket keeps its smallest and its largest value, in order of
// their steps. Values that are not finite stay in as NaN, so that they break the line.
std::vector<CurvePoint> thinRaw(const MetricSeries &series, TrainingAxis axis,
                                size_t most = largestDrawnPoints);

// Smoothed values: every n-th point and the last one.
std::vector<CurvePoint> thinSmoothed(const MetricSeries &series, TrainingAxis axis,
                                     size_t most = largestDrawnPoints);

// Smallest and largest finite value of consecutive windows of at least `window` points; at most 500
// windows. Empty when there are fewer than two of them.
std::vector<EnvelopePoint> envelope(const MetricSeries &series, TrainingAxis axis,
                                    size_t window = 8);

} // namespace helicase
