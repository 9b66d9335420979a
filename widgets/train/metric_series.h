// One metric of one run: the values that arrived, their smoothed twin, and what the tables show of
// them. Takes 33 bytes a point. No Qt; used by the GUI thread only.
#pragma once

#include "widgets/train/extrema_pyramid.h"
#include "widgets/train/smoothing.h"

#include <optional>
#include <span>
#include <vector>

namespace helicase {

// Finite values only; a series without any has no statistics.
struct MetricStatistics {
    double last = 0;
    double minimum = 0;
    int64_t minimumStep = 0;
    double maximum = 0;
    int64_t maximumStep = 0;
};

class MetricSeries {
public:
    static constexpr size_t defaultMost = 10'000'000;

    // A series that is full keeps the two extremes of each four points, so that memory is bounded
    // and no extreme is lost.
    explicit MetricSeries(size_t most = defaultMost) : most_(most) {}

    // Steps must not decrease; restartAt() first when a run went back to a checkpoint.
    void append(const MetricPoint &point);
    // Forgets the points at and after a step, which are made again: the curve has a gap there.
    void restartAt(int64_t step);
    // Likewise, without a gap.
    void dropFrom(int64_t step);
    // Smooths all values again when the factor differs.
    void setSmoothing(double factor);

    std::span<const MetricPoint> points() const { return points_; }
    // Parallel to points(); NaN where the value is not finite.
    std::span<const double> smoothed() const { return smoothed_; }
    // First steps after a restart, in order.
    std::span<const int64_t> restarts() const { return restarts_; }
    bool isEmpty() const { return points_.empty(); }
    std::optional<MetricStatistics> statistics() const { return statistics_; }
    // Smallest and largest finite value of points()[begin, end).
    ExtremaPyramid::Extremes extremes(size_t begin, size_t end) const
    {
        return pyramid_.extremes(points_, begin, end);
    }
    // Index of the last point at or before x on the axis.
    std::optional<size_t> indexAt(const AxisMap &map, double x) const;

private:
    void smoothAll();
    void countAll();
    void count(const MetricPoint &point);
    void halve();
    void buildPyramid();

    size_t most_;
    std::vector<MetricPoint> points_;
    std::vector<double> smoothed_;
    std::vector<int64_t> restarts_;
    ExtremaPyramid pyramid_;
    std::optional<MetricStatistics> statistics_;
    double factor_ = 0;
    DebiasedSmoother smoother_{0};
};

} // namespace helicase
