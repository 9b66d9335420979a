#include "widgets/train/extrema_pyramid.h"

#include <cmath>

namespace helicase {

namespace {

using Extremes = ExtremaPyramid::Extremes;

constexpr size_t smallestBlock = 16;
constexpr size_t blocksPerBlock = 8;

// Of equal values the first one holds.
void join(Extremes &all, const Extremes &more, std::span<const MetricPoint> points)
{
    if (more.isEmpty())
        return;
    if (all.isEmpty()) {
        all = more;
        return;
    }
    if (points[more.low].value < points[all.low].value)
        all.low = more.low;
    if (points[more.high].value > points[all.high].value)
        all.high = more.high;
}

Extremes of(std::span<const MetricPoint> points, size_t index)
{
    if (!std::isfinite(points[index].value))
        return {};
    const auto place = static_cast<uint32_t>(index);
    return {place, place};
}

} // namespace

void ExtremaPyramid::append(std::span<const MetricPoint> points)
{
    const size_t index = points.size() - 1;
    const Extremes one = of(points, index);
    size_t block = smallestBlock;
    for (size_t level = 0; level == 0 || block <= points.size(); ++level) {
        if (level == levels_.size()) {
            levels_.emplace_back();
            // What came before is in the blocks of the level below.
            if (level > 0)
                for (size_t child = 0; child + 1 < levels_[level - 1].size(); ++child) {
                    if (child % blocksPerBlock == 0)
                        levels_[level].emplace_back();
                    join(levels_[level].back(), levels_[level - 1][child], points);
                }
        }
        std::vector<Extremes> &blocks = levels_[level];
        if (blocks.size() <= index / block)
            blocks.emplace_back();
        join(blocks.back(), one, points);
        block *= blocksPerBlock;
    }
}

// Each step takes the largest block that begins here and does not reach beyond the end.
Extremes ExtremaPyramid::extremes(std::span<const MetricPoint> points, size_t begin,
                                  size_t end) const
{
    Extremes all;
    while (begin < end) {
        size_t taken = 1;
        const Extremes *found = nullptr;
        size_t block = smallestBlock;
        for (const auto &blocks : levels_) {
            if (begin % block != 0 || begin + block > end)
                break;
            found = &blocks[begin / block];
            taken = block;
            block *= blocksPerBlock;
        }
        join(all, found ? *found : of(points, begin), points);
        begin += taken;
    }
    return all;
}

} // namespace helicase
