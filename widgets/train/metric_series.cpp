#include "widgets/train/metric_series.h"

#include <algorithm>
#include <cmath>

namespace helicase {

void MetricSeries::append(const MetricPoint &point)
{
    points_.push_back(point);
    smoothed_.push_back(smoother_.add(point.value));
    count(point);
}

void MetricSeries::dropFrom(int64_t step)
{
    const auto first = std::ranges::lower_bound(points_, step, {}, &MetricPoint::step);
    if (first == points_.end())
        return;
    points_.erase(first, points_.end());
    smoothAll();
    countAll();
}

void MetricSeries::setSmoothing(double factor)
{
    if (factor == factor_)
        return;
    factor_ = factor;
    smoothAll();
}

std::optional<size_t> MetricSeries::indexAt(TrainingAxis axis, double x) const
{
    const auto after = std::ranges::upper_bound(
        points_, x, {}, [axis](const MetricPoint &point) { return point.x(axis); });
    if (after == points_.begin())
        return std::nullopt;
    return static_cast<size_t>(after - points_.begin()) - 1;
}

void MetricSeries::smoothAll()
{
    smoother_ = DebiasedSmoother(factor_);
    smoothed_.clear();
    smoothed_.reserve(points_.size());
    for (const MetricPoint &point : points_)
        smoothed_.push_back(smoother_.add(point.value));
}

void MetricSeries::countAll()
{
    statistics_.reset();
    for (const MetricPoint &point : points_)
        count(point);
}

void MetricSeries::count(const MetricPoint &point)
{
    if (!std::isfinite(point.value))
        return;
    if (!statistics_) {
        statistics_ = {point.value, point.value, point.step, point.value, point.step};
        return;
    }
    statistics_->last = point.value;
    if (point.value > statistics_->maximum) {
        statistics_->maximum = point.value;
        statistics_->maximumStep = point.step;
    }
    if (point.value < statistics_->minimum) {
        statistics_->minimum = point.value;
        statistics_->minimumStep = point.step;
    }
}

} // namespace helicase
