// The similarities that t-SNE lays out (van der Maaten 2014, "Accelerating t-SNE using Tree-Based
// Algorithms", section 3): each vector sees its neighbours through a Gaussian of the width at which
// it has the wanted perplexity. Deterministic; thread-safe.
#pragma once

#include "core/neural/project/neighbor_graph.h"

namespace helicase {

// Neighbours that a perplexity needs: three times as many.
int64_t neighborsForPerplexity(double perplexity);

// Shares of the neighbours, adding up to 1, whose entropy is that of the perplexity; equal ones
// when all neighbours are equally far.
std::vector<double> neighborShares(std::span<const float> distances, double perplexity);

// Symmetric; all weights add up to 1.
NeighborGraph similarityGraph(const NeighborTable &neighbors, double perplexity);

} // namespace helicase
