// A weighted graph whose points are the rows of a table of neighbours. Thread-safe.
#pragma once

#include "core/neural/project/nearest_neighbors.h"

namespace helicase {

// Symmetric, by points: the edges of point i are those from offsets[i] to before offsets[i + 1], by
// rising target. No edge leads from a point to itself.
struct NeighborGraph {
    std::vector<int64_t> offsets = {0};
    std::vector<int32_t> targets;
    std::vector<float> weights; // above 0

    int64_t points() const { return static_cast<int64_t>(offsets.size()) - 1; }
    // Parts that no edge connects.
    int64_t components() const;
};

// How the weights of i to j and of j to i, one of which may be 0, become one.
using CombineWeights = float (*)(float, float);

// weights: of each row to its neighbours, [rows, count]. Edges whose weight becomes 0 are left out.
NeighborGraph symmetricGraph(const NeighborTable &neighbors, std::span<const float> weights,
                             CombineWeights combine);

} // namespace helicase
