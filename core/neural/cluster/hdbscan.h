// HDBSCAN (Campello, Moulavi and Sander, PAKDD 2013; condensed tree as in McInnes and Healy, ICDMW
// 2017): clusters of any number and density, and noise. Written here because no packaged C++
// library offers it. Exact for Euclidean distances: blocks of distances by matrix products in
// double precision, and a minimum spanning tree by Boruvka's rounds, in which only rows that could
// still hold the shortest edge of their component are compared again. Memory O(rows) beside the
// vectors; time O(rows x rows x columns). Labels are those of scikit-learn, with one freedom that
// the method leaves: parts that join at one distance join in the order of their rows here, in no
// defined order there. Deterministic; thread-safe.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace helicase {

struct HdbscanSettings {
    int64_t smallestCluster = 10;
    int64_t neighbours = 0; // core distance: to the n-th nearest row, itself counted; 0: as above
};

// Labels from 1, by falling size of the clusters (equal ones by their first row), -1 for noise. One
// cluster that holds everything is no cluster, as in the reference. Throws OptionError for fewer
// than 2 rows in a cluster or more neighbours than rows, Stopped when asked to.
std::vector<int64_t> clusterByDensity(const Matrix &vectors, const HdbscanSettings &settings,
                                      std::stop_token stop = {});

} // namespace helicase
