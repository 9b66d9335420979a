// The forces that move one point of a UMAP layout: the pull of a neighbour and the push of points
// drawn at random, all computed side by side from where the point is. Thread-safe.
#pragma once

#include "core/neural/project/point_places.h"

namespace helicase {

// How strongly points at a distance d of the picture belong together: 1 / (1 + a d^(2 b)).
struct UmapCurve {
    double a = 1;
    double b = 1;
};

class UmapForces {
public:
    static constexpr size_t pushing = 5;

    explicit UmapForces(UmapCurve curve);

    // Where the point goes at this learning rate. The pull counts twice: an edge pulls both of its
    // ends, and stands in the graph in both directions. The point itself, among those that push,
    // gives no force.
    PointPlace moved(const PointPlace &point, const PointPlace &pulling,
                     const std::array<const PointPlace *, pushing> &others, float rate) const;

private:
    float a_;
    float b_;
};

} // namespace helicase
