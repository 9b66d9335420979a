#include "core/neural/project/repulsion_tree.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

constexpr int levels = 20; // digits of a Morton code
constexpr int32_t mostPointsOfLeaf = 8;
constexpr float opening = 0.5f; // side of a cell over its distance

// The bits of the coordinates, interleaved: the digit of the first level on top.
uint64_t mortonCode(const std::array<uint32_t, 3> &cell, int64_t dimensions)
{
    uint64_t code = 0;
    for (int level = levels - 1; level >= 0; --level)
        for (int64_t k = 0; k < dimensions; ++k)
            code = code << 1 | ((cell[k] >> level) & 1u);
    return code;
}

} // namespace

RepulsionTree::RepulsionTree(const std::vector<PointPlace> &places, int64_t dimensions)
    : dimensions_(dimensions)
{
    sortPoints(places);
    addCell(0, static_cast<int32_t>(places.size()), 0);
}

void RepulsionTree::sortPoints(const std::vector<PointPlace> &places)
{
    PointPlace low = places.front();
    for (const PointPlace &place : places)
        for (size_t k = 0; k < low.size(); ++k)
            low[k] = std::min(low[k], place[k]);
    for (const PointPlace &place : places)
        for (size_t k = 0; k < low.size(); ++k)
            side_ = std::max(side_, place[k] - low[k]);
    const float scale = side_ > 0 ? static_cast<float>((1 << levels) - 1) / side_ : 0;

    std::vector<std::pair<uint64_t, int32_t>> order;
    order.reserve(places.size());
    for (size_t i = 0; i < places.size(); ++i) {
        std::array<uint32_t, 3> cell{};
        for (size_t k = 0; k < cell.size(); ++k)
            cell[k] = std::min(static_cast<uint32_t>((places[i][k] - low[k]) * scale),
                               (uint32_t{1} << levels) - 1);
        order.emplace_back(mortonCode(cell, dimensions_), static_cast<int32_t>(i));
    }
    std::ranges::sort(order);
    positions_.resize(places.size());
    for (const auto &[code, index] : order) {
        positions_[index] = static_cast<int32_t>(sorted_.size());
        codes_.push_back(code);
        sorted_.push_back(places[index]);
    }
}

void RepulsionTree::addCell(int32_t begin, int32_t end, int level)
{
    const size_t index = cells_.size();
    Cell cell{.mass = static_cast<float>(end - begin), .begin = begin, .end = end};
    for (int32_t i = begin; i < end; ++i)
        for (size_t k = 0; k < cell.centre.size(); ++k)
            cell.centre[k] += sorted_[i][k] / cell.mass;
    const float side = std::ldexp(side_, -level);
    cell.farSquared = side * side / (opening * opening);
    cell.isLeaf = end - begin <= mostPointsOfLeaf || level == levels;
    cells_.push_back(cell);
    if (!cell.isLeaf) {
        const int shift = static_cast<int>(dimensions_) * (levels - 1 - level);
        for (int32_t from = begin; from < end;) {
            const uint64_t digits = codes_[from] >> shift;
            const auto to = static_cast<int32_t>(
                std::partition_point(codes_.begin() + from, codes_.begin() + end,
                                     [&](uint64_t code) { return code >> shift == digits; }) -
                codes_.begin());
            addCell(from, to, level + 1);
            from = to;
        }
    }
    cells_[index].next = static_cast<int32_t>(cells_.size());
}

Repulsion RepulsionTree::on(int64_t point) const
{
    const int32_t self = positions_[point];
    const PointPlace place = sorted_[self];
    PointPlace force{};
    float strength = 0;
    const auto add = [&](const PointPlace &other, float squared, float mass) {
        const float q = 1 / (1 + squared);
        strength += mass * q;
        for (size_t k = 0; k < force.size(); ++k)
            force[k] += mass * q * q * (place[k] - other[k]);
    };
    for (size_t i = 0; i < cells_.size();) {
        const Cell &cell = cells_[i];
        const float squared = squaredDistance(place, cell.centre);
        if (squared > cell.farSquared) {
            add(cell.centre, squared, cell.mass);
        } else if (cell.isLeaf) {
            for (int32_t other = cell.begin; other < cell.end; ++other)
                if (other != self)
                    add(sorted_[other], squaredDistance(place, sorted_[other]), 1);
        } else {
            ++i;
            continue;
        }
        i = static_cast<size_t>(cell.next);
    }
    return {.force = force, .strength = strength};
}

} // namespace helicase
