#include "core/report/heat_map.h"

#include "core/report/palette.h"
#include "core/report/svg.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace helicase {

namespace {

constexpr double left = 64;
constexpr double top = 52;
constexpr double rightMargin = 16;
constexpr double barWidth = 180;
constexpr double barHeight = 10;
constexpr double labelRoom = 46; // pixels between two written columns

// share: -1 to 1.
std::string diverging(double share)
{
    constexpr std::array<double, 3> white{247, 249, 251}, below{33, 84, 150}, above{192, 90, 20};
    const std::array<double, 3> &end = share < 0 ? below : above;
    const double weight = std::sqrt(std::min(1.0, std::abs(share)));
    std::string colour = "rgb(";
    for (size_t i = 0; i < 3; ++i) {
        const double channel = white[i] + (end[i] - white[i]) * weight;
        colour += std::to_string(static_cast<int>(channel)) + (i < 2 ? "," : ")");
    }
    return colour;
}

double largestOf(const std::vector<std::vector<double>> &values)
{
    double largest = 0;
    for (const std::vector<double> &row : values)
        for (const double value : row)
            largest = std::max(largest, std::abs(value));
    return largest > 0 ? largest : 1;
}

void drawBar(SvgPicture &picture, double y, double largest, const std::string &title)
{
    constexpr int steps = 60;
    for (int i = 0; i < steps; ++i)
        picture.rectangle({left + barWidth * i / steps, y}, barWidth / steps + 0.5, barHeight,
                          diverging(2.0 * (i + 0.5) / steps - 1));
    const auto label = [&](double share, double value) {
        picture.text({left + barWidth * share, y + barHeight + 13}, shortNumber(value, 2),
                     {.colour = palette::muted, .size = 10, .anchor = TextAnchor::Middle});
    };
    label(0, -largest);
    label(0.5, 0);
    label(1, largest);
    picture.text({left + barWidth + 16, y + barHeight - 1}, title, {.colour = palette::muted});
}

} // namespace

std::string drawHeatMap(const HeatMap &map)
{
    const double rowsHeight = map.rowHeight * static_cast<double>(map.rows.size());
    const double bottom = top + rowsHeight;
    SvgPicture picture(map.width, bottom + 74, map.title);
    picture.text({16, 20}, map.title, {.size = 13, .bold = true});
    picture.text({16, 38}, map.note, {.colour = palette::muted});
    if (map.columns.empty())
        return picture.document();
    const double cell = (map.width - left - rightMargin) / static_cast<double>(map.columns.size());
    const double largest = largestOf(map.values);
    for (size_t row = 0; row < map.rows.size(); ++row) {
        const double y = top + map.rowHeight * static_cast<double>(row);
        picture.text({left - 8, y + map.rowHeight / 2 + 4}, map.rows[row],
                     {.anchor = TextAnchor::End});
        for (size_t column = 0; column < map.columns.size(); ++column)
            picture.rectangle({left + cell * static_cast<double>(column), y}, cell + 0.2,
                              map.rowHeight - 1, diverging(map.values[row][column] / largest));
    }
    for (size_t column = 0; column < map.marks.size(); ++column)
        if (map.marks[column] >= 0)
            picture.circle({left + cell * (static_cast<double>(column) + 0.5),
                            top + map.rowHeight * (map.marks[column] + 0.5)},
                           std::min(2.0, cell / 3), palette::muted);
    const auto step = std::max<size_t>(1, static_cast<size_t>(std::ceil(labelRoom / cell)));
    for (size_t column = 0; column < map.columns.size(); column += step)
        picture.text({left + cell * (static_cast<double>(column) + 0.5), bottom + 14},
                     map.columns[column],
                     {.colour = palette::muted, .size = 10, .anchor = TextAnchor::Middle});
    picture.text({map.width - rightMargin, bottom + 30}, map.xTitle,
                 {.colour = palette::muted, .anchor = TextAnchor::End});
    drawBar(picture, bottom + 40, largest, map.valueTitle);
    return picture.document();
}

} // namespace helicase
