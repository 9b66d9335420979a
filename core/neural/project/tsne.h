// t-SNE (van der Maaten and Hinton 2008; with trees, van der Maaten 2014): a picture in which
// similar vectors lie close. Gradient descent with momentum and a gain of each coordinate's own.
// The same whatever the number of threads.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"
#include "core/neural/project/neighbor_graph.h"

namespace helicase {

struct TsneLayout {
    int64_t epochs = 1000;
    double exaggeration = 12; // factor of all attraction in the first quarter of the epochs
};

// Moves the points from the start, [points, 2 or 3], which is scaled to a deviation of 1e-4 along
// its first dimension. similarities: of similarityGraph(). Throws Stopped.
Matrix layOutTsne(const NeighborGraph &similarities, const Matrix &start, const TsneLayout &layout,
                  Progress &progress, const std::stop_token &stop);

} // namespace helicase
