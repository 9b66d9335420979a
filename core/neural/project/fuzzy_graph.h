// The weighted graph of neighbours that UMAP lays out (McInnes, Healy and Melville 2018, "UMAP:
// Uniform Manifold Approximation and Projection", section 3.1): each vector sees its neighbours at
// distances of its own scale, and an edge weighs as much as the probability that either end sees
// the other. Deterministic; thread-safe.
#pragma once

#include "core/neural/project/neighbor_graph.h"

namespace helicase {

// How a vector sees its neighbours.
struct LocalScale {
    float nearest = 0; // distance of the nearest one that is no copy
    float scale = 1;

    // 1 up to the nearest, then falling exponentially.
    float strength(float distance) const;
};

// The scale at which the strengths of the neighbours add up to log2(neighbours + 1). meanDistance:
// of all vectors; keeps the scale from vanishing among copies.
LocalScale localScale(std::span<const float> distances, double meanDistance);

// Weights from 0 to 1.
NeighborGraph fuzzyGraph(const NeighborTable &neighbors);

} // namespace helicase
