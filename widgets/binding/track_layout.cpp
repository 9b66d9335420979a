#include "widgets/binding/track_layout.h"

#include "widgets/common/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double valueLaneHeight = 40;
constexpr double laneGap = 6;
constexpr double leastPlotHeight = 60;

template <typename Compare>
float extremeOf(const TrackScene &scene, Compare isBeyond)
{
    float extreme = 0;
    const auto look = [&](std::span<const float> values) {
        for (const float value : values)
            if (isBeyond(value, extreme))
                extreme = value;
    };
    look(scene.measured);
    for (const TrackCurve &curve : scene.curves)
        look(curve.values);
    if (scene.variant)
        look(scene.variant->values);
    return extreme;
}

TrackRange within(double first, double size, int64_t length)
{
    const auto all = static_cast<double>(std::max<int64_t>(length, 1));
    size = std::clamp(size, std::min(TrackRange::fewestBases, all), all);
    first = std::clamp(first, 0.0, all - size);
    return {.first = first, .last = first + size};
}

} // namespace

float TrackScene::lowest() const
{
    return extremeOf(*this, std::less());
}

float TrackScene::highest() const
{
    return extremeOf(*this, std::greater());
}

TrackRange TrackRange::zoomed(double factor, double centre, int64_t length) const
{
    const double all = static_cast<double>(std::max<int64_t>(length, 1));
    const double wanted = std::clamp(size() * factor, std::min(fewestBases, all), all);
    return within(centre - (centre - first) * wanted / size(), wanted, length);
}

TrackRange TrackRange::moved(double bases, int64_t length) const
{
    return within(first + bases, size(), length);
}

double TrackLayout::xOf(double base) const
{
    return plot.left() + (base - range.first) * pixelsPerBase();
}

double TrackLayout::yOf(double score) const
{
    return plot.bottom() - (score - lowScore) / (highScore - lowScore) * plot.height();
}

int64_t TrackLayout::baseAt(double x) const
{
    if (x < plot.left() || x >= plot.right())
        return -1;
    return static_cast<int64_t>(range.first + (x - plot.left()) / pixelsPerBase());
}

double roundStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= least)
            return factor * power;
    return 10 * power;
}

TrackLayout trackLayout(const TrackScene &scene, const TrackLayers &layers, const TrackRange &range,
                        const QSizeF &size)
{
    const double line = QFontMetricsF(smallFont()).height();
    TrackLayout at{.range = range};
    at.lowScore = scene.lowest();
    const double span = std::max(1e-3, static_cast<double>(scene.highest()) - at.lowScore);
    at.highScore = at.lowScore + 1.04 * span;
    const double width = std::max(40.0, size.width() - trackLeftMargin - trackRightMargin);
    const bool hasLetters = layers.letters && width / range.size() >= leastLetterWidth;
    double bottom = size.height() - 4;
    const auto take = [&](bool isShown, double height) {
        if (!isShown || bottom - height - laneGap < leastPlotHeight + 2 * line)
            return QRectF();
        bottom -= height;
        const QRectF box(trackLeftMargin, bottom, width, height);
        bottom -= laneGap;
        return box;
    };
    at.attention = take(layers.attention, valueLaneHeight);
    at.likelihood = take(layers.likelihood, valueLaneHeight);
    at.lane = take(layers.motifs, line + 6);
    at.letters = take(hasLetters, line + 2);
    bottom -= line + 6;
    at.axis = {trackLeftMargin, bottom, width, line + 6};
    at.legend = {trackLeftMargin, 6, width, line};
    const double top = line + 14;
    at.plot = {trackLeftMargin, top, width, std::max(20.0, bottom - top)};
    return at;
}

std::vector<ColumnExtremes> columnExtremes(std::span<const float> values, const TrackRange &range,
                                           int columns)
{
    std::vector<ColumnExtremes> extremes(static_cast<size_t>(columns));
    const double perColumn = range.size() / columns;
    const auto length = static_cast<int64_t>(values.size());
    for (int column = 0; column < columns; ++column) {
        const auto begin = std::clamp<int64_t>(
            static_cast<int64_t>(range.first + column * perColumn), 0, length - 1);
        const auto end = std::clamp<int64_t>(
            static_cast<int64_t>(std::ceil(range.first + (column + 1) * perColumn)), begin + 1,
            length);
        float low = values[static_cast<size_t>(begin)];
        float high = low;
        for (int64_t base = begin + 1; base < end; ++base) {
            const float value = values[static_cast<size_t>(base)];
            low = std::min(low, value);
            high = std::max(high, value);
        }
        extremes[static_cast<size_t>(column)] = {low, high};
    }
    return extremes;
}

} // namespace helicase
