// The repulsion of all points of a t-SNE picture on one, with far cells of a quadtree or octree
// taken as one point each (Barnes and Hut 1986; van der Maaten 2014, section 4). Built anew for
// each round; reading is thread-safe.
#pragma once

#include "core/neural/project/point_places.h"

#include <cstdint>

namespace helicase {

struct Repulsion {
    PointPlace force{};  // sum of q^2 (y - y'), q = 1 / (1 + |y - y'|^2)
    double strength = 0; // sum of q
};

class RepulsionTree {
public:
    // dimensions: 2 or 3.
    RepulsionTree(const std::vector<PointPlace> &places, int64_t dimensions);
    // On the point of this index.
    Repulsion on(int64_t point) const;

private:
    struct Cell {
        PointPlace centre{};  // of mass
        float mass = 0;       // points
        float farSquared = 0; // from this squared distance on it counts as one point
        int32_t begin = 0;    // its points in the order of the tree
        int32_t end = 0;
        int32_t next = 0; // cell that follows when this one's children are skipped
        bool isLeaf = false;
    };

    void sortPoints(const std::vector<PointPlace> &places);
    void addCell(int32_t begin, int32_t end, int level);

    int64_t dimensions_;
    float side_ = 0;              // of the box around all points
    std::vector<uint64_t> codes_; // Morton codes of the sorted points
    std::vector<PointPlace> sorted_;
    std::vector<int32_t> positions_; // of each point in that order
    std::vector<Cell> cells_;        // depth first
};

} // namespace helicase
