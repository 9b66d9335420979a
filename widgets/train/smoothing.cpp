#include "widgets/train/smoothing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

DebiasedSmoother::DebiasedSmoother(double factor)
    : factor_(std::isnan(factor) ? 0 : std::clamp(factor, 0.0, largestFactor))
{
}

double DebiasedSmoother::add(double value)
{
    if (!std::isfinite(value))
        return std::numeric_limits<double>::quiet_NaN();
    weight_ = factor_ * weight_ + 1;
    mean_ += (value - mean_) / weight_;
    return mean_;
}

} // namespace helicase
