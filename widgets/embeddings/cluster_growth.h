// Grows a selection to the cluster around it. Pure; any thread.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <span>
#include <vector>

namespace helicase {

// The seeds and every candidate that is connected with them through places about as dense as
// theirs: space is divided into cells as wide as three times the median distance from a seed to its
// eighth neighbour; cells with three candidates or more are connected to such cells that touch
// them, and give their candidates and those in the thinner cells around. isCandidate: one per
// contig. The result is in ascending order.
std::vector<int> growToCluster(const CloudProjection &projection,
                               const std::vector<bool> &isCandidate, std::span<const int> seeds);

} // namespace helicase
