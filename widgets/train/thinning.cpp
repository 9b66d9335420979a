#include "widgets/train/thinning.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr size_t largestEnvelope = 500;
constexpr double outlierShare = 0.01; // on either side
constexpr double noValue = std::numeric_limits<double>::quiet_NaN();

size_t ceilingOfQuotient(size_t value, size_t divisor)
{
    return (value + divisor - 1) / divisor;
}

// Buckets begin at multiples of their width, so that they stay the same while a run grows.
template <typename Take>
void forEachBucket(const DrawnPart &part, size_t width, Take take)
{
    for (size_t begin = part.begin; begin < part.end;) {
        const size_t end = std::min((begin / width + 1) * width, part.end);
        take(begin, end, part.series.extremes(begin, end));
        begin = end;
    }
}

std::vector<CurvePoint> splitAtRestarts(std::vector<CurvePoint> curve, const DrawnPart &part)
{
    for (const int64_t step : part.series.restarts()) {
        const auto first = std::ranges::lower_bound(part.points(), step, {}, &MetricPoint::step);
        if (first == part.points().begin() || first == part.points().end())
            continue;
        const double x = part.map.x(*first);
        curve.insert(std::ranges::lower_bound(curve, x, {}, &CurvePoint::x), {x, noValue});
    }
    return curve;
}

} // namespace

DrawnPart DrawnPart::all(const MetricSeries &series, const AxisMap &map)
{
    return {series, map, 0, series.points().size()};
}

DrawnPart DrawnPart::between(const MetricSeries &series, const AxisMap &map, double left,
                             double right)
{
    const size_t begin = series.indexAt(map, left).value_or(0);
    const auto last = series.indexAt(map, right);
    const size_t end = last ? std::min(*last + 2, series.points().size()) : begin;
    return {series, map, begin, std::max(begin, end)};
}

std::vector<CurvePoint> thinRaw(const DrawnPart &part, size_t most)
{
    const auto points = part.series.points();
    std::vector<CurvePoint> curve;
    if (part.points().size() <= most) {
        curve.reserve(part.points().size());
        for (const MetricPoint &point : part.points())
            curve.push_back(
                {part.map.x(point), std::isfinite(point.value) ? point.value : noValue});
        return splitAtRestarts(std::move(curve), part);
    }
    const size_t width = ceilingOfQuotient(part.points().size(), std::max<size_t>(2, most / 2) - 1);
    const auto append = [&](size_t place) {
        curve.push_back({part.map.x(points[place]), points[place].value});
    };
    forEachBucket(part, width, [&](size_t begin, size_t, const ExtremaPyramid::Extremes &found) {
        if (found.isEmpty()) {
            curve.push_back({part.map.x(points[begin]), noValue});
            return;
        }
        const auto [first, second] = std::minmax(found.low, found.high);
        append(first);
        if (first != second)
            append(second);
    });
    return splitAtRestarts(std::move(curve), part);
}

std::vector<CurvePoint> thinSmoothed(const DrawnPart &part, size_t most)
{
    const auto points = part.series.points();
    const auto values = part.series.smoothed();
    std::vector<CurvePoint> curve;
    if (part.begin == part.end)
        return curve;
    const auto append = [&](size_t place) {
        curve.push_back({part.map.x(points[place]), values[place]});
    };
    const size_t stride = ceilingOfQuotient(part.end - part.begin, std::max<size_t>(1, most - 1));
    for (size_t index = part.begin; index < part.end; index += stride)
        append(index);
    if ((part.end - 1 - part.begin) % stride != 0)
        append(part.end - 1);
    return splitAtRestarts(std::move(curve), part);
}

std::vector<EnvelopePoint> envelope(const DrawnPart &part, size_t window)
{
    const auto points = part.series.points();
    std::vector<EnvelopePoint> result;
    const size_t width =
        std::max(window, ceilingOfQuotient(part.end - part.begin, largestEnvelope));
    forEachBucket(
        part, width, [&](size_t begin, size_t end, const ExtremaPyramid::Extremes &found) {
            if (found.isEmpty())
                return;
            const double middle = (part.map.x(points[begin]) + part.map.x(points[end - 1])) / 2;
            result.push_back({middle, points[found.low].value, points[found.high].value});
        });
    if (result.size() < 2)
        result.clear();
    return result;
}

std::optional<std::pair<double, double>> usualRange(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.empty())
        return std::nullopt;
    const auto leftOut =
        static_cast<std::ptrdiff_t>(outlierShare * static_cast<double>(values.size()));
    const auto low = values.begin() + leftOut;
    const auto high = values.end() - 1 - leftOut;
    std::ranges::nth_element(values, low);
    const double smallest = *low;
    std::ranges::nth_element(values, high);
    return std::pair(smallest, *high);
}

} // namespace helicase
