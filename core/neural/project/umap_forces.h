// The forces that move one point of a UMAP layout: the pulls of neighbours and the pushes of points
// drawn at random, sixteen computed side by side from where the point is. Thread-safe.
#pragma once

#include "core/neural/project/point_places.h"

#include <array>
#include <span>

namespace helicase {

// How strongly points at a distance d of the picture belong together: 1 / (1 + a d^(2 b)).
struct UmapCurve {
    double a = 1;
    double b = 1;
};

class UmapForces {
public:
    static constexpr size_t pushing = 5;           // by each edge
    static constexpr size_t perEdge = 1 + pushing; // the first pulls
    static constexpr size_t lanes = 16;

    // Sixteen forces over their distances, (pull p + push) / ((soft + s) (1 + a p)) with p = s^b,
    // each at most so long along an axis.
    struct Lanes {
        std::array<float, lanes> pull{};
        std::array<float, lanes> push{};
        std::array<float, lanes> soft{};
        std::array<float, lanes> longest{};
    };

    explicit UmapForces(UmapCurve curve);

    // Moves the point at this learning rate along its edges, perEdge others for each. A pull counts
    // twice: an edge pulls both of its ends, and stands in the graph in both directions. The point
    // itself, among the others, gives no force; the others are filled up with it to whole lanes.
    void move(PointPlace &point, std::span<const PointPlace *const> others, float rate) const;

private:
    float a_;
    float b_;
    std::array<Lanes, 3> lanes_; // edges end at the same lanes again after three times sixteen
};

} // namespace helicase
