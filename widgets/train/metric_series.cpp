#include "widgets/train/metric_series.h"

#include <algorithm>
#include <cmath>

namespace helicase {

void MetricSeries::append(const MetricPoint &point)
{
    if (points_.size() >= most_)
        halve();
    points_.push_back(point);
    smoothed_.push_back(smoother_.add(point.value));
    pyramid_.append(points_);
    count(point);
}

void MetricSeries::restartAt(int64_t step)
{
    std::erase_if(restarts_, [step](int64_t former) { return former >= step; });
    dropFrom(step);
    if (!points_.empty())
        restarts_.push_back(step);
}

void MetricSeries::dropFrom(int64_t step)
{
    const auto first = std::ranges::lower_bound(points_, step, {}, &MetricPoint::step);
    if (first == points_.end())
        return;
    points_.erase(first, points_.end());
    smoothAll();
    countAll();
    buildPyramid();
}

// In place, in the order of the steps. What was smoothed from all values stays as it is.
void MetricSeries::halve()
{
    constexpr size_t group = 4;
    size_t kept = 0;
    for (size_t begin = 0; begin < points_.size(); begin += group) {
        const size_t end = std::min(begin + group, points_.size());
        const ExtremaPyramid::Extremes found = extremes(begin, end);
        const auto [first, second] =
            found.isEmpty() ? std::pair(begin, end - 1)
                            : std::pair<size_t, size_t>(std::minmax(found.low, found.high));
        for (const size_t place : {first, second}) {
            points_[kept] = points_[place];
            smoothed_[kept++] = smoothed_[place];
            if (first == second)
                break;
        }
    }
    points_.resize(kept);
    smoothed_.resize(kept);
    buildPyramid();
}

void MetricSeries::buildPyramid()
{
    pyramid_.clear();
    for (size_t count = 1; count <= points_.size(); ++count)
        pyramid_.append(std::span(points_).first(count));
}

void MetricSeries::setSmoothing(double factor)
{
    if (factor == factor_)
        return;
    factor_ = factor;
    smoothAll();
}

std::optional<size_t> MetricSeries::indexAt(const AxisMap &map, double x) const
{
    const auto after = std::ranges::upper_bound(
        points_, x, {}, [&map](const MetricPoint &point) { return map.x(point); });
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
