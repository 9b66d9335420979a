#include "core/report/axis.h"

#include "core/report/svg.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

// The smallest of 1, 2, 5 times a power of ten that makes about five steps.
double roundStep(double range)
{
    const double raw = range / 5;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= raw * 0.999)
            return factor * power;
    return 10 * power;
}

std::string grouped(std::string digits)
{
    const size_t point = std::min(digits.find('.'), digits.size());
    const size_t first = digits.starts_with('-') ? 1 : 0;
    for (size_t i = point; i > first + 3; i -= 3)
        digits.insert(i - 3, ",");
    return digits;
}

} // namespace

Axis::Axis(double smallest, double largest, double pixelStart, double pixelEnd)
    : pixelStart_(pixelStart), pixelEnd_(pixelEnd)
{
    if (!(largest > smallest))
        largest = smallest + 1;
    step_ = roundStep(largest - smallest);
    low_ = std::floor(smallest / step_) * step_;
    high_ = std::ceil(largest / step_) * step_;
    for (double tick = low_; tick <= high_ + step_ / 2; tick += step_)
        ticks_.push_back(tick);
}

double Axis::pixel(double value) const
{
    return pixelStart_ + (value - low_) / (high_ - low_) * (pixelEnd_ - pixelStart_);
}

std::string Axis::label(double tick) const
{
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step_) - 1e-9)));
    return grouped(shortNumber(std::abs(tick) < step_ / 1e6 ? 0 : tick, decimals));
}

} // namespace helicase
