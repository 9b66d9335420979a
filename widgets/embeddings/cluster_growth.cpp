#include "widgets/embeddings/cluster_growth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace helicase {

namespace {

constexpr size_t neighbourRank = 8;
constexpr float cellsPerDistance = 3;
constexpr size_t fewestInDenseCell = 3;

// Squared distance to the eighth nearest candidate.
float eighthDistance(const CloudProjection &projection, const std::vector<int> &candidates,
                     int seed)
{
    std::vector<float> closest; // a heap, the farthest in front
    const QVector3D &place = projection.positions[static_cast<size_t>(seed)];
    for (const int candidate : candidates) {
        if (candidate == seed)
            continue;
        const float away =
            (projection.positions[static_cast<size_t>(candidate)] - place).lengthSquared();
        if (closest.size() == neighbourRank && away >= closest.front())
            continue;
        if (closest.size() == neighbourRank) {
            std::ranges::pop_heap(closest);
            closest.pop_back();
        }
        closest.push_back(away);
        std::ranges::push_heap(closest);
    }
    return closest.empty() ? 0 : closest.front();
}

// Of some seeds: each costs a look at all candidates.
float cellWidth(const CloudProjection &projection, const std::vector<int> &candidates,
                std::span<const int> seeds)
{
    const size_t most =
        std::clamp<size_t>(4'000'000 / std::max<size_t>(candidates.size(), 1), 5, 101);
    const size_t step = std::max<size_t>(1, seeds.size() / most);
    std::vector<float> distances;
    for (size_t i = 0; i < seeds.size(); i += step)
        distances.push_back(eighthDistance(projection, candidates, seeds[i]));
    const auto middle = distances.begin() + static_cast<ptrdiff_t>(distances.size() / 2);
    std::ranges::nth_element(distances, middle);
    constexpr float smallest = 1e-6F; // candidates at one place
    return std::max(smallest, cellsPerDistance * std::sqrt(*middle));
}

using Cell = std::array<int, 3>;

struct CellHash {
    size_t operator()(const Cell &cell) const
    {
        size_t hash = 0;
        for (const int coordinate : cell)
            hash = hash * 0x9E3779B97F4A7C15U + static_cast<size_t>(coordinate);
        return hash ^ (hash >> 29);
    }
};

class CellGrid {
public:
    CellGrid(const CloudProjection &projection, const std::vector<int> &candidates, float width)
        : projection_(projection), width_(width)
    {
        for (const int candidate : candidates)
            cells_[cellOf(candidate)].push_back(candidate);
    }

    std::vector<int> reachableFrom(std::span<const int> seeds)
    {
        std::vector<Cell> waiting;
        for (const int seed : seeds)
            waiting.push_back(cellOf(seed));
        std::vector<int> reached(seeds.begin(), seeds.end());
        while (!waiting.empty()) {
            const Cell cell = waiting.back();
            waiting.pop_back();
            take(cell, reached);
            for (int x = -1; x <= 1; ++x)
                for (int y = -1; y <= 1; ++y)
                    for (int z = -1; z <= 1; ++z)
                        visit({cell[0] + x, cell[1] + y, cell[2] + z}, waiting, reached);
        }
        std::ranges::sort(reached);
        const auto repeated = std::ranges::unique(reached);
        reached.erase(repeated.begin(), repeated.end());
        return reached;
    }

private:
    Cell cellOf(int contig) const
    {
        const QVector3D &place = projection_.positions[static_cast<size_t>(contig)];
        Cell cell{};
        for (int axis = 0; axis < 3; ++axis)
            cell[static_cast<size_t>(axis)] = static_cast<int>(std::floor(place[axis] / width_));
        return cell;
    }

    void take(const Cell &cell, std::vector<int> &reached)
    {
        const auto found = cells_.find(cell);
        if (found == cells_.end())
            return;
        reached.insert(reached.end(), found->second.begin(), found->second.end());
        cells_.erase(found);
    }

    void visit(const Cell &cell, std::vector<Cell> &waiting, std::vector<int> &reached)
    {
        const auto found = cells_.find(cell);
        if (found == cells_.end())
            return;
        if (found->second.size() >= fewestInDenseCell)
            waiting.push_back(cell);
        take(cell, reached);
    }

    const CloudProjection &projection_;
    float width_;
    std::unordered_map<Cell, std::vector<int>, CellHash> cells_; // those not reached yet
};

} // namespace

std::vector<int> growToCluster(const CloudProjection &projection,
                               const std::vector<bool> &isCandidate, std::span<const int> seeds)
{
    std::vector<int> candidates;
    for (size_t contig = 0; contig < isCandidate.size(); ++contig)
        if (isCandidate[contig])
            candidates.push_back(static_cast<int>(contig));
    std::vector<int> starts;
    std::ranges::copy_if(seeds, std::back_inserter(starts),
                         [&](int seed) { return isCandidate[static_cast<size_t>(seed)]; });
    if (starts.empty())
        return {seeds.begin(), seeds.end()};
    CellGrid grid(projection, candidates, cellWidth(projection, candidates, starts));
    std::vector<int> grown = grid.reachableFrom(starts);
    std::vector<int> all;
    std::ranges::set_union(grown, std::vector<int>(seeds.begin(), seeds.end()),
                           std::back_inserter(all));
    return all;
}

} // namespace helicase
