#include "widgets/train/thinning.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

namespace {

constexpr size_t largestEnvelope = 500;

size_t ceilingOfQuotient(size_t value, size_t divisor)
{
    return (value + divisor - 1) / divisor;
}

// Up to two points of a window: its extremes in their order, or one NaN when nothing is finite.
void appendExtremes(std::span<const MetricPoint> window, TrainingAxis axis,
                    std::vector<CurvePoint> &curve)
{
    const MetricPoint *low = nullptr;
    const MetricPoint *high = nullptr;
    for (const MetricPoint &point : window) {
        if (!std::isfinite(point.value))
            continue;
        if (!low || point.value < low->value)
            low = &point;
        if (!high || point.value > high->value)
            high = &point;
    }
    if (!low) {
        curve.push_back({window.front().x(axis), std::numeric_limits<double>::quiet_NaN()});
        return;
    }
    const auto [first, second] = std::minmax(low, high);
    curve.push_back({first->x(axis), first->value});
    if (first != second)
        curve.push_back({second->x(axis), second->value});
}

} // namespace

std::vector<CurvePoint> thinRaw(const MetricSeries &series, TrainingAxis axis, size_t most)
{
    const auto points = series.points();
    std::vector<CurvePoint> curve;
    if (points.size() <= most) {
        curve.reserve(points.size());
        for (const MetricPoint &point : points)
            curve.push_back({point.x(axis), std::isfinite(point.value)
                                                ? point.value
                                                : std::numeric_limits<double>::quiet_NaN()});
        return curve;
    }
    const size_t width = ceilingOfQuotient(points.size(), std::max<size_t>(1, most / 2));
    for (size_t begin = 0; begin < points.size(); begin += width)
        appendExtremes(points.subspan(begin, std::min(width, points.size() - begin)), axis, curve);
    return curve;
}

std::vector<CurvePoint> thinSmoothed(const MetricSeries &series, TrainingAxis axis, size_t most)
{
    const auto points = series.points();
    const auto values = series.smoothed();
    std::vector<CurvePoint> curve;
    if (points.empty())
        return curve;
    const size_t stride = ceilingOfQuotient(points.size(), std::max<size_t>(1, most - 1));
    for (size_t index = 0; index < points.size(); index += stride)
        curve.push_back({points[index].x(axis), values[index]});
    if ((points.size() - 1) % stride != 0)
        curve.push_back({points.back().x(axis), values.back()});
    return curve;
}

std::vector<EnvelopePoint> envelope(const MetricSeries &series, TrainingAxis axis, size_t window)
{
    const auto points = series.points();
    std::vector<EnvelopePoint> result;
    const size_t width = std::max(window, ceilingOfQuotient(points.size(), largestEnvelope));
    for (size_t begin = 0; begin < points.size(); begin += width) {
        const auto part = points.subspan(begin, std::min(width, points.size() - begin));
        EnvelopePoint point{.x = (part.front().x(axis) + part.back().x(axis)) / 2,
                            .low = std::numeric_limits<double>::infinity(),
                            .high = -std::numeric_limits<double>::infinity()};
        for (const MetricPoint &entry : part) {
            if (!std::isfinite(entry.value))
                continue;
            point.low = std::min(point.low, entry.value);
            point.high = std::max(point.high, entry.value);
        }
        if (point.low <= point.high)
            result.push_back(point);
    }
    if (result.size() < 2)
        result.clear();
    return result;
}

} // namespace helicase
