// The minimum spanning tree of all rows under mutual reachability, the larger of the Euclidean
// distance of two rows and the distances of each to its n-th nearest row (Campello et al. 2013).
// Boruvka's algorithm: memory O(rows). No LibTorch type. Deterministic; thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace helicase {

struct TreeEdge {
    int64_t first = 0;
    int64_t second = 0;
    double length = 0;
};

// rows - 1 edges, in no order. neighbours: n, from 1, a row counts as its own first neighbour; no
// more than there are rows. Throws Stopped when asked to.
std::vector<TreeEdge> reachabilityTree(const Matrix &vectors, int64_t neighbours,
                                       const std::stop_token &stop);

} // namespace helicase
