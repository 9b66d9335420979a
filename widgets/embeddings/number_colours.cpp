#include "widgets/embeddings/number_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace helicase {

namespace {

// Every tenth of viridis (van der Walt and Smith, 2015, CC0).
constexpr std::array<QRgb, 11> viridis = {0xFF440154, 0xFF482475, 0xFF414487, 0xFF355F8D,
                                          0xFF2A788E, 0xFF21918C, 0xFF22A884, 0xFF44BF70,
                                          0xFF7AD151, 0xFFBDDF26, 0xFFFDE725};
constexpr QRgb divergingLow = 0xFF215496;
constexpr QRgb divergingHigh = 0xFFB35806;
constexpr QRgb divergingMiddle = 0xFFF7F8F9;
constexpr QRgb divergingMiddleOnDark = 0xFF3B4149;

QColor mixed(QRgb from, QRgb to, double share)
{
    const auto channel = [share](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return QColor(channel(qRed(from), qRed(to)), channel(qGreen(from), qGreen(to)),
                  channel(qBlue(from), qBlue(to)));
}

QColor viridisAt(double share)
{
    const double place = std::clamp(share, 0.0, 1.0) * (viridis.size() - 1);
    const auto before = std::min(static_cast<size_t>(place), viridis.size() - 2);
    return mixed(viridis[before], viridis[before + 1], place - static_cast<double>(before));
}

double quantile(std::vector<double> &values, double share)
{
    const auto rank =
        static_cast<ptrdiff_t>(std::lround(share * static_cast<double>(values.size() - 1)));
    std::ranges::nth_element(values, values.begin() + rank);
    return values[static_cast<size_t>(rank)];
}

} // namespace

NumberColours::NumberColours(std::span<const double> numbers, NumberScale scale, ColourRange range,
                             bool dark)
    : scale_(scale), dark_(dark)
{
    std::vector<double> known;
    known.reserve(numbers.size());
    for (const double value : numbers)
        if (!std::isnan(value))
            known.push_back(value);
    if (known.empty())
        return;
    const bool isFull = range == ColourRange::Full;
    low_ = isFull ? *std::ranges::min_element(known) : quantile(known, 0.01);
    high_ = isFull ? *std::ranges::max_element(known) : quantile(known, 0.99);
    middle_ = quantile(known, 0.5);
    if (scale_ == NumberScale::Logarithmic && low_ <= 0)
        scale_ = NumberScale::Linear;
}

double NumberColours::placeOf(double value) const
{
    const double at = std::clamp(value, low_, high_);
    if (high_ <= low_)
        return 0.5;
    if (scale_ == NumberScale::Logarithmic)
        return std::log(at / low_) / std::log(high_ / low_);
    if (scale_ == NumberScale::Linear)
        return (at - low_) / (high_ - low_);
    // Both sides of the middle have the same steps, so that equal distances look alike.
    const double reach = std::max(high_ - middle_, middle_ - low_);
    return 0.5 + (at - middle_) / (2 * reach);
}

double NumberColours::valueAt(double place) const
{
    if (scale_ == NumberScale::Logarithmic)
        return low_ * std::pow(high_ / low_, place);
    if (scale_ == NumberScale::Linear)
        return low_ + place * (high_ - low_);
    return middle_ + (place - 0.5) * 2 * std::max(high_ - middle_, middle_ - low_);
}

QColor NumberColours::colourAt(double place) const
{
    if (scale_ != NumberScale::Diverging) // the ends that would vanish on the ground are left out
        return viridisAt(dark_ ? 0.2 + 0.8 * place : 0.9 * place);
    const QRgb middle = dark_ ? divergingMiddleOnDark : divergingMiddle;
    return place < 0.5 ? mixed(divergingLow, middle, 2 * place)
                       : mixed(middle, divergingHigh, 2 * place - 1);
}

QRgb NumberColours::colourOf(double value) const
{
    return colourAt(placeOf(value)).rgb();
}

} // namespace helicase
