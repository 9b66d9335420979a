// One metric of one run: every value that arrived, its smoothed twin, and what the tables show of
// it. No Qt; used by the GUI thread only.
#pragma once

#include "widgets/train/smoothing.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace helicase {

// What the horizontal axis of all training plots counts.
enum class TrainingAxis { Step, Time };

struct MetricPoint {
    int64_t step = 0;
    double seconds = 0; // since the first event of the run
    double value = 0;

    double x(TrainingAxis axis) const
    {
        return axis == TrainingAxis::Step ? static_cast<double>(step) : seconds;
    }
};

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
    // Steps must not decrease; dropFrom() first when a run went back to a checkpoint.
    void append(const MetricPoint &point);
    // Forgets the points at and after a step: they are superseded by a resumed run.
    void dropFrom(int64_t step);
    // Smooths all values again when the factor differs.
    void setSmoothing(double factor);

    std::span<const MetricPoint> points() const { return points_; }
    // Parallel to points(); NaN where the value is not finite.
    std::span<const double> smoothed() const { return smoothed_; }
    bool isEmpty() const { return points_.empty(); }
    std::optional<MetricStatistics> statistics() const { return statistics_; }
    // Index of the last point at or before x on the axis.
    std::optional<size_t> indexAt(TrainingAxis axis, double x) const;

private:
    void smoothAll();
    void countAll();
    void count(const MetricPoint &point);

    std::vector<MetricPoint> points_;
    std::vector<double> smoothed_;
    std::optional<MetricStatistics> statistics_;
    double factor_ = 0;
    DebiasedSmoother smoother_{0};
};

} // namespace helicase
