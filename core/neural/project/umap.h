// UMAP (McInnes, Healy and Melville 2018): a picture whose neighbourhoods are those of the vectors.
// The layout is stochastic gradient descent with negative samples; a point is moved by one thread
// alone, against the others where they were a sixteenth of a round before, so that the picture is
// the same for a seed whatever the number of threads.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"
#include "core/neural/project/neighbor_graph.h"
#include "core/neural/project/umap_forces.h"

namespace helicase {

// Fitted to 1 up to smallestDistance and an exponential of length 1 beyond.
UmapCurve fitUmapCurve(double smallestDistance);

struct UmapLayout {
    int64_t epochs = 200;
    double smallestDistance = 0.1;
    uint64_t seed = 1;
};

// Epochs for so many points when none are chosen.
int64_t defaultUmapEpochs(int64_t points);

// Moves the points from the start, [points, 2 or 3], to where the graph's edges pull them. The
// start is scaled to a box of 10. Throws Stopped.
Matrix layOutUmap(const NeighborGraph &graph, const Matrix &start, const UmapLayout &layout,
                  Progress &progress, const std::stop_token &stop);

} // namespace helicase
