#include "core/report/chart.h"

#include "core/report/axis.h"
#include "core/report/palette.h"
#include "core/report/svg.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

namespace {

constexpr size_t mostPoints = 2000;

struct Frame {
    double left = 64;
    double top = 52;
    double right;
    double bottom;
};

Frame frameOf(double width, double height) { return {.right = width - 16, .bottom = height - 44}; }

void drawAxes(SvgPicture &picture, const Frame &frame, const Axis &y, const std::string &xTitle,
              const std::string &yTitle)
{
    for (const double tick : y.ticks()) {
        const double level = y.pixel(tick);
        picture.line({frame.left, level}, {frame.right, level}, {.colour = palette::grid});
        picture.text({frame.left - 6, level + 4}, y.label(tick),
                     {.colour = palette::muted, .anchor = TextAnchor::End});
    }
    picture.line({frame.left, frame.top}, {frame.left, frame.bottom}, {.colour = palette::muted});
    picture.line({frame.left, frame.bottom}, {frame.right, frame.bottom}, {.colour = palette::muted});
    picture.text({(frame.left + frame.right) / 2, frame.bottom + 34}, xTitle,
                 {.colour = palette::muted, .anchor = TextAnchor::Middle});
    picture.text({16, (frame.top + frame.bottom) / 2}, yTitle,
                 {.colour = palette::muted, .anchor = TextAnchor::Middle, .turned = 90});
}

void drawLegend(SvgPicture &picture, double left, const std::vector<std::pair<std::string, size_t>> &entries)
{
    for (const auto &[name, colour] : entries) {
        picture.circle({left + 4, 36}, 4, palette::category(colour));
        picture.text({left + 13, 40}, name, {});
        left += 30 + 6.4 * static_cast<double>(name.size());
    }
}

// The smallest and the largest value of each stretch, so that no spike is lost.
std::vector<size_t> thinned(const std::vector<double> &values)
{
    std::vector<size_t> kept;
    const size_t stretch = std::max<size_t>(1, (values.size() + mostPoints / 2 - 1) / (mostPoints / 2));
    for (size_t begin = 0; begin < values.size(); begin += stretch) {
        const auto first = values.begin() + static_cast<ptrdiff_t>(begin);
        const auto last = values.begin() + static_cast<ptrdiff_t>(std::min(values.size(), begin + stretch));
        const auto [low, high] = std::minmax_element(first, last);
        const auto a = static_cast<size_t>(low - values.begin());
        const auto b = static_cast<size_t>(high - values.begin());
        kept.push_back(std::min(a, b));
        if (a != b)
            kept.push_back(std::max(a, b));
    }
    return kept;
}

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void take(double value)
    {
        if (!std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool empty() const { return !(high >= low); }
};

void drawIntervals(SvgPicture &picture, const Series &series, const Axis &x, const Axis &y)
{
    constexpr double halfCap = 4;
    const LineStyle style{.colour = palette::category(series.colour), .width = 1.5};
    for (size_t i = 0; i < series.low.size(); ++i) {
        const double at = x.pixel(series.x[i]);
        const double low = y.pixel(series.low[i]), high = y.pixel(series.high[i]);
        picture.line({at, low}, {at, high}, style);
        picture.line({at - halfCap, low}, {at + halfCap, low}, style);
        picture.line({at - halfCap, high}, {at + halfCap, high}, style);
    }
}

void drawSeries(SvgPicture &picture, const Series &series, const Axis &x, const Axis &y)
{
    const std::string_view colour = palette::category(series.colour);
    std::vector<Point2> points;
    for (const size_t i : thinned(series.y))
        if (std::isfinite(series.y[i]))
            points.push_back({x.pixel(series.x[i]), y.pixel(series.y[i])});
    picture.polyline(points, {.colour = colour,
                              .width = series.faint ? 1.0 : 2.0,
                              .opacity = series.faint ? 0.35 : 1.0,
                              .dashes = series.dashed ? "5 4" : ""});
    if (series.markers)
        for (const Point2 &point : points)
            picture.circle(point, 3, colour);
}

} // namespace

std::string drawLines(const LineChart &chart)
{
    SvgPicture picture(chart.width, chart.height, chart.title);
    picture.text({16, 20}, chart.title, {.size = 13, .bold = true});
    Range xs, ys;
    std::vector<std::pair<std::string, size_t>> legend;
    for (const Series &series : chart.series) {
        std::ranges::for_each(series.x, [&](double value) { xs.take(value); });
        for (const std::vector<double> *values : {&series.y, &series.low, &series.high})
            std::ranges::for_each(*values, [&](double value) { ys.take(value); });
        if (!series.faint)
            legend.emplace_back(series.name, series.colour);
    }
    if (ys.empty()) {
        picture.text({16, 44}, "No values were recorded.", {.colour = palette::muted});
        return picture.document();
    }
    const Frame frame = frameOf(chart.width, chart.height);
    const Axis x(xs.low, xs.high, frame.left, frame.right);
    const Axis y(std::min(0.0, ys.low), ys.high, frame.bottom, frame.top);
    drawAxes(picture, frame, y, chart.xTitle, chart.yTitle);
    std::vector<AxisTick> ticks = chart.xTicks;
    if (ticks.empty())
        for (const double tick : x.ticks())
            ticks.push_back({tick, x.label(tick)});
    for (const AxisTick &tick : ticks)
        picture.text({x.pixel(tick.value), frame.bottom + 16}, tick.label,
                     {.colour = palette::muted, .anchor = TextAnchor::Middle});
    for (const Series &series : chart.series) {
        drawSeries(picture, series, x, y);
        drawIntervals(picture, series, x, y);
    }
    drawLegend(picture, frame.left, legend);
    return picture.document();
}

std::string drawScatter(const ScatterChart &chart)
{
    // More are one dark area and a large file; every n-th is drawn then, and the note says so.
    constexpr size_t mostDots = 10'000;
    const size_t stride = (chart.x.size() + mostDots - 1) / mostDots;
    SvgPicture picture(chart.width, chart.height, chart.title);
    picture.text({16, 20}, chart.title, {.size = 13, .bold = true});
    const std::string thinnedNote = stride > 1 ? "; every " + std::to_string(stride) + ". is drawn" : "";
    picture.text({16, 40}, chart.note + thinnedNote, {.colour = palette::muted});
    Range range;
    for (const std::vector<double> *values : {&chart.x, &chart.y})
        std::ranges::for_each(*values, [&](double value) { range.take(value); });
    if (range.empty())
        return picture.document();
    const Frame frame = frameOf(chart.width, chart.height);
    const Axis x(range.low, range.high, frame.left, frame.right);
    const Axis y(range.low, range.high, frame.bottom, frame.top);
    drawAxes(picture, frame, y, chart.xTitle, chart.yTitle);
    for (const double tick : x.ticks())
        picture.text({x.pixel(tick), frame.bottom + 16}, x.label(tick),
                     {.colour = palette::muted, .anchor = TextAnchor::Middle});
    for (size_t i = 0; i < chart.x.size(); i += stride)
        if (std::isfinite(chart.x[i]) && std::isfinite(chart.y[i]))
            picture.circle({x.pixel(chart.x[i]), y.pixel(chart.y[i])}, 2.5, palette::category(0), 0.5);
    picture.line({x.pixel(range.low), y.pixel(range.low)}, {x.pixel(range.high), y.pixel(range.high)},
                 {.colour = palette::muted, .dashes = "5 4"});
    return picture.document();
}

std::string drawBars(const BarChart &chart)
{
    SvgPicture picture(chart.width, chart.height, chart.title);
    picture.text({16, 20}, chart.title, {.size = 13, .bold = true});
    const Frame frame = frameOf(chart.width, chart.height);
    Range ys;
    for (const auto &row : chart.values)
        std::ranges::for_each(row, [&](double value) { ys.take(value); });
    const Axis y(0, ys.empty() ? 1 : std::max(ys.high, 1e-9), frame.bottom, frame.top + 8);
    drawAxes(picture, frame, y, chart.xTitle, chart.yTitle);
    const double groupWidth = (frame.right - frame.left) / static_cast<double>(std::max<size_t>(1, chart.groups.size()));
    const double barWidth = std::min(28.0, groupWidth * 0.8 / static_cast<double>(std::max<size_t>(1, chart.names.size())));
    std::vector<std::pair<std::string, size_t>> legend;
    for (size_t n = 0; n < chart.names.size(); ++n)
        legend.emplace_back(chart.names[n], n);
    for (size_t g = 0; g < chart.groups.size(); ++g) {
        const double centre = frame.left + groupWidth * (static_cast<double>(g) + 0.5);
        double left = centre - barWidth * static_cast<double>(chart.names.size()) / 2;
        for (size_t n = 0; n < chart.names.size(); ++n, left += barWidth) {
            const double top = y.pixel(chart.values[n][g]);
            picture.rectangle({left + 1, top}, barWidth - 2, frame.bottom - top, palette::category(n));
            picture.text({left + barWidth / 2, top - 4}, shortNumber(chart.values[n][g]),
                         {.colour = palette::muted, .size = 10, .anchor = TextAnchor::Middle});
        }
        picture.text({centre, frame.bottom + 16}, chart.groups[g],
                     {.colour = palette::muted, .anchor = TextAnchor::Middle});
    }
    drawLegend(picture, frame.left, legend);
    return picture.document();
}

} // namespace helicase
