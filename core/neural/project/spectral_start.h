// First places of the points of a graph: its smoothest functions (Belkin and Niyogi 2003,
// "Laplacian Eigenmaps"), found by iterating a subspace through a Chebyshev filter (Zhou, Saad,
// Tiago and Chelikowsky 2006). The same whatever the number of threads.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"
#include "core/base/random_stream.h"
#include "core/neural/project/neighbor_graph.h"

namespace helicase {

// Eigenvectors of the normalised Laplacian with the smallest eigenvalues but the first: [points,
// dimensions], of unit length, roughly converged. The graph has one component and more points than
// dimensions + 1. Throws Stopped.
Matrix spectralStart(const NeighborGraph &graph, int64_t dimensions, RandomStream &random,
                     Progress &progress, const std::stop_token &stop);

} // namespace helicase
