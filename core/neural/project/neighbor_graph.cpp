#include "core/neural/project/neighbor_graph.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

struct HalfEdge {
    int32_t target = 0;
    float forward = 0;
    float backward = 0;
};

// Who names each row as a neighbour, and with which weight: by row, in a flat array.
struct Callers {
    std::vector<int64_t> offsets;
    std::vector<HalfEdge> edges;

    std::span<const HalfEdge> of(int64_t row) const
    {
        return std::span(edges).subspan(static_cast<size_t>(offsets[row]),
                                        static_cast<size_t>(offsets[row + 1] - offsets[row]));
    }
};

Callers callersOf(const NeighborTable &neighbors, std::span<const float> weights)
{
    Callers callers{.offsets = std::vector<int64_t>(static_cast<size_t>(neighbors.rows + 1)),
                    .edges = std::vector<HalfEdge>(neighbors.indices.size())};
    for (const int32_t target : neighbors.indices)
        ++callers.offsets[target + 1];
    std::partial_sum(callers.offsets.begin(), callers.offsets.end(), callers.offsets.begin());
    std::vector<int64_t> next(callers.offsets.begin(), callers.offsets.end() - 1);
    for (size_t i = 0; i < neighbors.indices.size(); ++i)
        callers.edges[next[neighbors.indices[i]]++] = {
            .target = static_cast<int32_t>(static_cast<int64_t>(i) / neighbors.count),
            .backward = weights[i]};
    return callers;
}

// Root of a point in a forest of parents; shortens the way for the next time.
int32_t rootOf(std::vector<int32_t> &parents, int32_t point)
{
    while (parents[point] != point) {
        parents[point] = parents[parents[point]];
        point = parents[point];
    }
    return point;
}

} // namespace

NeighborGraph symmetricGraph(const NeighborTable &neighbors, std::span<const float> weights,
                             CombineWeights combine)
{
    const Callers callers = callersOf(neighbors, weights);
    NeighborGraph graph;
    std::vector<HalfEdge> edges;
    for (int64_t row = 0; row < neighbors.rows; ++row) {
        const auto incoming = callers.of(row);
        edges.assign(incoming.begin(), incoming.end());
        const std::span<const int32_t> named = neighbors.indicesOf(row);
        for (size_t k = 0; k < named.size(); ++k)
            edges.push_back({.target = named[k],
                             .forward = weights[static_cast<size_t>(row * neighbors.count) + k]});
        std::ranges::sort(edges, {}, &HalfEdge::target);
        for (size_t k = 0; k < edges.size(); ++k) {
            HalfEdge edge = edges[k];
            // The same edge from both ends: two entries side by side.
            if (k + 1 < edges.size() && edges[k + 1].target == edge.target) {
                ++k;
                edge.forward += edges[k].forward;
                edge.backward += edges[k].backward;
            }
            const float weight = combine(edge.forward, edge.backward);
            if (!(weight > 0))
                continue;
            graph.targets.push_back(edge.target);
            graph.weights.push_back(weight);
        }
        graph.offsets.push_back(std::ssize(graph.targets));
    }
    return graph;
}

int64_t NeighborGraph::components() const
{
    std::vector<int32_t> parents(static_cast<size_t>(points()));
    std::iota(parents.begin(), parents.end(), 0);
    int64_t parts = points();
    for (int32_t point = 0; point < points(); ++point)
        for (int64_t edge = offsets[point]; edge < offsets[point + 1]; ++edge) {
            const int32_t first = rootOf(parents, point);
            const int32_t second = rootOf(parents, targets[edge]);
            if (first == second)
                continue;
            parents[std::max(first, second)] = std::min(first, second);
            --parts;
        }
    return parts;
}

} // namespace helicase
