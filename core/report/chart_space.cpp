// The cloud and the matrix of chart.h.
#include "core/report/chart.h"

#include "core/report/palette.h"
#include "core/report/svg.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace helicase {

namespace {

struct Seen {
    Point2 at;
    double depth = 0;
};

// Orthographic view from azimuth 35 and elevation 22 degrees.
Seen project(const std::array<double, 3> &point)
{
    const double azimuth = 35 * M_PI / 180, elevation = 22 * M_PI / 180;
    const double x = std::cos(azimuth) * point[0] - std::sin(azimuth) * point[1];
    const double away = std::sin(azimuth) * point[0] + std::cos(azimuth) * point[1];
    return {.at = {x, std::cos(elevation) * point[2] + std::sin(elevation) * away},
            .depth = std::cos(elevation) * away - std::sin(elevation) * point[2]};
}

// Keeps proportions: the same scale for both directions.
void fit(std::vector<Seen> &seen, double left, double top, double width, double height)
{
    double lowX = seen[0].at.x, highX = lowX, lowY = seen[0].at.y, highY = lowY;
    for (const Seen &s : seen) {
        lowX = std::min(lowX, s.at.x);
        highX = std::max(highX, s.at.x);
        lowY = std::min(lowY, s.at.y);
        highY = std::max(highY, s.at.y);
    }
    const double scale = std::min(width / std::max(highX - lowX, 1e-12), height / std::max(highY - lowY, 1e-12));
    for (Seen &s : seen)
        s.at = {left + width / 2 + (s.at.x - (lowX + highX) / 2) * scale,
                top + height / 2 - (s.at.y - (lowY + highY) / 2) * scale};
}

std::string mixed(double share)
{
    // From white to the deep end of the sequential ramp.
    const auto channel = [&](int from, int to) { return std::to_string(static_cast<int>(from + (to - from) * share)); };
    return "rgb(" + channel(247, 14) + ',' + channel(249, 84) + ',' + channel(251, 122) + ')';
}

} // namespace

std::string drawCloud(const CloudChart &chart)
{
    const std::set<std::string> sorted(chart.labels.begin(), chart.labels.end());
    std::map<std::string, size_t> colours;
    for (const std::string &label : sorted)
        if (!label.empty())
            colours.emplace(label, colours.size());
    const double legendHeight = 18 * static_cast<double>((colours.size() + 1) / 2);
    SvgPicture picture(chart.width, chart.height + legendHeight, chart.title);
    picture.text({16, 20}, chart.title, {.size = 13, .bold = true});
    picture.text({16, 38}, chart.note, {.colour = palette::muted});
    if (chart.points.empty())
        return picture.document();
    std::vector<Seen> seen;
    std::ranges::transform(chart.points, std::back_inserter(seen), project);
    std::vector<size_t> order(seen.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::sort(order, [&](size_t a, size_t b) { return seen[a].depth > seen[b].depth; });
    fit(seen, 24, 56, chart.width - 48, chart.height - 76);
    for (const size_t i : order) {
        const auto colour = colours.find(chart.labels[i]);
        picture.circle(seen[i].at, 3.2, colour == colours.end() ? palette::grey : palette::category(colour->second), 0.85);
    }
    size_t entry = 0;
    for (const auto &[label, colour] : colours) {
        const double left = 24 + (entry % 2 == 0 ? 0 : chart.width / 2);
        const double level = chart.height + 4 + 18 * static_cast<double>(entry / 2);
        picture.circle({left, level - 4}, 4, palette::category(colour));
        picture.text({left + 10, level}, label, {.italic = true});
        ++entry;
    }
    return picture.document();
}

std::string drawMatrix(const MatrixChart &chart)
{
    constexpr double cell = 34, left = 190, top = 70;
    constexpr size_t mostNumbers = 40;
    const double width = std::max(420.0, left + cell * static_cast<double>(chart.columns.size()) + 16);
    SvgPicture picture(width, top + cell * static_cast<double>(chart.rows.size()) + 16, chart.title);
    picture.text({16, 20}, chart.title, {.size = 13, .bold = true});
    picture.text({16, 38}, chart.note, {.colour = palette::muted});
    double largest = 1;
    for (const auto &row : chart.values)
        for (const double value : row)
            largest = std::max(largest, value);
    for (size_t c = 0; c < chart.columns.size(); ++c)
        picture.text({left + cell * (static_cast<double>(c) + 0.5), top - 8}, chart.columns[c],
                     {.colour = palette::muted, .size = 10, .anchor = TextAnchor::Middle});
    for (size_t r = 0; r < chart.rows.size(); ++r) {
        const double level = top + cell * static_cast<double>(r);
        picture.text({left - 8, level + cell / 2 + 4}, chart.rows[r], {.anchor = TextAnchor::End, .italic = true});
        for (size_t c = 0; c < chart.columns.size(); ++c) {
            const double share = chart.values[r][c] / largest;
            const double x = left + cell * static_cast<double>(c);
            picture.rectangle({x + 1, level + 1}, cell - 2, cell - 2, mixed(share));
            if (chart.values[r][c] > 0 && chart.columns.size() <= mostNumbers)
                picture.text({x + cell / 2, level + cell / 2 + 4}, shortNumber(chart.values[r][c]),
                             {.colour = share > 0.5 ? palette::ground : palette::text, .anchor = TextAnchor::Middle});
        }
    }
    return picture.document();
}

} // namespace helicase
