#include "core/run/metric_curve.h"

#include <cmath>

namespace helicase {

void MetricCurve::add(const StepValue &point)
{
    if (!stretches_.empty() && valuesInLast_ < valuesPerStretch_) {
        join(stretches_.back(), {point, point});
        ++valuesInLast_;
        return;
    }
    if (stretches_.size() == mostStretches)
        halve();
    stretches_.push_back({point, point});
    valuesInLast_ = 1;
}

std::vector<StepValue> MetricCurve::points() const
{
    std::vector<StepValue> points;
    for (const Stretch &stretch : stretches_) {
        const bool isLowFirst = stretch.low.step <= stretch.high.step;
        points.push_back(isLowFirst ? stretch.low : stretch.high);
        if (stretch.low.step != stretch.high.step)
            points.push_back(isLowFirst ? stretch.high : stretch.low);
    }
    return points;
}

void MetricCurve::join(Stretch &stretch, const Stretch &other)
{
    const auto isBetter = [](double value, double than, bool isSmaller) {
        return std::isfinite(value) && (!std::isfinite(than) || isSmaller);
    };
    if (isBetter(other.low.value, stretch.low.value, other.low.value < stretch.low.value))
        stretch.low = other.low;
    if (isBetter(other.high.value, stretch.high.value, other.high.value > stretch.high.value))
        stretch.high = other.high;
}

void MetricCurve::halve()
{
    for (size_t i = 0; i < stretches_.size() / 2; ++i) {
        stretches_[i] = stretches_[2 * i];
        join(stretches_[i], stretches_[2 * i + 1]);
    }
    stretches_.resize(stretches_.size() / 2);
    valuesPerStretch_ *= 2;
}

} // namespace helicase
