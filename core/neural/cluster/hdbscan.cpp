#include "core/neural/cluster/hdbscan.h"

#include "core/base/error.h"
#include "core/neural/cluster/spanning_tree.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

namespace helicase {

namespace {

constexpr int64_t noise = -1;
constexpr int64_t none = -1;

// Two parts that become one at a distance. Parts below the number of rows are rows, the others
// merges before this one.
struct Merge {
    int64_t left = 0;
    int64_t right = 0;
    double distance = 0;
    int64_t size = 0;
};

class Hierarchy {
public:
    Hierarchy(int64_t rows, std::vector<TreeEdge> edges) : rows_(rows)
    {
        std::ranges::sort(edges, {}, [](const TreeEdge &edge) {
            return std::tuple(edge.length, std::min(edge.first, edge.second),
                              std::max(edge.first, edge.second));
        });
        std::vector<int64_t> above(static_cast<size_t>(2 * rows - 1), none);
        const auto partOf = [&](int64_t row) {
            int64_t part = row;
            while (above[static_cast<size_t>(part)] != none)
                part = above[static_cast<size_t>(part)];
            while (above[static_cast<size_t>(row)] != none)
                row = std::exchange(above[static_cast<size_t>(row)], part);
            return part;
        };
        for (const TreeEdge &edge : edges) {
            const int64_t left = partOf(edge.first), right = partOf(edge.second);
            const int64_t number = rows + std::ssize(merges_);
            above[static_cast<size_t>(left)] = above[static_cast<size_t>(right)] = number;
            merges_.push_back({left, right, edge.length, size(left) + size(right)});
        }
    }

    bool isRow(int64_t part) const { return part < rows_; }
    int64_t rows() const { return rows_; }
    int64_t root() const { return rows_ + std::ssize(merges_) - 1; }
    const Merge &merge(int64_t part) const { return merges_[static_cast<size_t>(part - rows_)]; }
    int64_t size(int64_t part) const { return isRow(part) ? 1 : merge(part).size; }

private:
    int64_t rows_;
    std::vector<Merge> merges_;
};

// A cluster of the condensed tree. Density is 1 / distance.
struct Condensed {
    int64_t parent = none;
    double birth = 0;
    double stability = 0; // sum over its rows: density at which a row leaves - birth
    bool isChosen = false;
};

// The hierarchy from its root down: where both parts are large enough two clusters are born, where
// one is not its rows fall out of the cluster.
class CondensedTree {
public:
    CondensedTree(const Hierarchy &hierarchy, int64_t smallest)
        : hierarchy_(hierarchy), smallest_(smallest),
          clusterOf_(static_cast<size_t>(hierarchy.rows()), none), clusters_(1)
    {
        std::vector<Part> open{{hierarchy.root(), 0}};
        while (!open.empty()) {
            const Part part = open.back();
            open.pop_back();
            split(part, open);
        }
        choose();
    }

    // The chosen cluster of each row, or noise.
    std::vector<int64_t> labels() const
    {
        std::vector<int64_t> labels;
        for (int64_t cluster : clusterOf_) {
            while (cluster != none && !at(cluster).isChosen)
                cluster = at(cluster).parent;
            labels.push_back(cluster == none ? noise : cluster);
        }
        return labels;
    }

private:
    struct Part {
        int64_t number;
        int64_t cluster;
    };

    Condensed &at(int64_t cluster) { return clusters_[static_cast<size_t>(cluster)]; }
    const Condensed &at(int64_t cluster) const { return clusters_[static_cast<size_t>(cluster)]; }

    void split(const Part &part, std::vector<Part> &open)
    {
        const Merge &merge = hierarchy_.merge(part.number);
        const double density =
            merge.distance > 0 ? 1 / merge.distance : std::numeric_limits<double>::infinity();
        const bool isFork =
            hierarchy_.size(merge.left) >= smallest_ && hierarchy_.size(merge.right) >= smallest_;
        for (const int64_t side : {merge.left, merge.right}) {
            const int64_t size = hierarchy_.size(side);
            if (isFork) {
                leave(part.cluster, size, density);
                clusters_.push_back({.parent = part.cluster, .birth = density});
                open.push_back({side, std::ssize(clusters_) - 1});
            } else if (size >= smallest_) {
                open.push_back({side, part.cluster});
            } else {
                leave(part.cluster, size, density);
                dropRows(side, part.cluster);
            }
        }
    }

    // Rows that coincide are infinitely dense from birth on; that adds nothing.
    void leave(int64_t cluster, int64_t rows, double density)
    {
        if (density > at(cluster).birth)
            at(cluster).stability += static_cast<double>(rows) * (density - at(cluster).birth);
    }

    void dropRows(int64_t part, int64_t cluster)
    {
        std::vector<int64_t> open{part};
        while (!open.empty()) {
            const int64_t next = open.back();
            open.pop_back();
            if (hierarchy_.isRow(next)) {
                clusterOf_[static_cast<size_t>(next)] = cluster;
                continue;
            }
            open.push_back(hierarchy_.merge(next).left);
            open.push_back(hierarchy_.merge(next).right);
        }
    }

    // Excess of mass: a cluster is taken instead of those below it when it is more stable than they
    // are together. Children have higher numbers than their parents. The root is never taken.
    void choose()
    {
        std::vector<double> below(clusters_.size());
        for (int64_t cluster = std::ssize(clusters_) - 1; cluster > 0; --cluster) {
            Condensed &own = at(cluster);
            const double children = below[static_cast<size_t>(cluster)];
            own.isChosen = own.stability >= children;
            below[static_cast<size_t>(own.parent)] += std::max(own.stability, children);
        }
        for (int64_t cluster = 1; cluster < std::ssize(clusters_); ++cluster)
            if (isBelowChosen(cluster))
                at(cluster).isChosen = false;
    }

    // Parents are settled before their children.
    bool isBelowChosen(int64_t cluster) const
    {
        for (int64_t above = at(cluster).parent; above != none; above = at(above).parent)
            if (at(above).isChosen)
                return true;
        return false;
    }

    const Hierarchy &hierarchy_;
    int64_t smallest_;
    std::vector<int64_t> clusterOf_; // the last cluster that a row belongs to
    std::vector<Condensed> clusters_;
};

// From 1, by falling size.
std::vector<int64_t> numberedBySize(std::vector<int64_t> labels)
{
    struct Cluster {
        int64_t label, size;
    };
    std::vector<Cluster> clusters; // in the order of their first rows
    for (const int64_t label : labels) {
        if (label == noise)
            continue;
        const auto known = std::ranges::find(clusters, label, &Cluster::label);
        if (known == clusters.end())
            clusters.push_back({label, 1});
        else
            ++known->size;
    }
    std::ranges::stable_sort(clusters, std::greater<>(), &Cluster::size);
    for (int64_t &label : labels)
        if (label != noise)
            label = std::ranges::find(clusters, label, &Cluster::label) - clusters.begin() + 1;
    return labels;
}

} // namespace

std::vector<int64_t> clusterByDensity(const Matrix &vectors, const HdbscanSettings &settings,
                                      std::stop_token stop)
{
    if (settings.smallestCluster < 2)
        throw OptionError("smallest-bin", "HDBSCAN needs at least 2 rows in a cluster");
    const int64_t neighbours =
        settings.neighbours > 0 ? settings.neighbours : settings.smallestCluster;
    if (neighbours > vectors.rows())
        throw OptionError("min-samples", "is " + std::to_string(neighbours) +
                                             ", but there are only " +
                                             std::to_string(vectors.rows()) + " rows");
    if (vectors.rows() == 1)
        return {noise};
    const Hierarchy hierarchy(vectors.rows(), reachabilityTree(vectors, neighbours, stop));
    return numberedBySize(CondensedTree(hierarchy, settings.smallestCluster).labels());
}

} // namespace helicase
