// A cloud of many contigs made by a rule, for the tests of this folder: `species` round clusters in
// space, contig i belongs to cluster i mod species. Vectors and coordinates are the same numbers.
#pragma once

#include "core/dataset/embedding_table.h"
#include "widgets/embeddings/cloud_data.h"

#include <array>
#include <cmath>
#include <memory>

namespace helicase::test {

// Always the same numbers, spread evenly over 0..1.
class Spread {
public:
    float next()
    {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<float>(state_ >> 40) / static_cast<float>(1U << 24);
    }

private:
    uint64_t state_ = 88172645463325252U;
};

// The middle of a cluster, at distance 0.6 from the origin.
inline QVector3D clusterMiddle(int species, int count)
{
    const float turn = 6.2831853F * static_cast<float>(species) / static_cast<float>(count);
    return {0.6F * std::cos(turn), 0.6F * std::sin(turn), species % 2 == 0 ? 0.2F : -0.2F};
}

inline std::shared_ptr<CloudData> makeLargeCloud(int contigs, int species)
{
    auto cloud = std::make_shared<CloudData>();
    Spread spread;
    CloudProjection projection;
    projection.name = "large";
    projection.method = "pca";
    for (int name = 0; name < species; ++name)
        cloud->classNames.push_back("species " + std::string(1, static_cast<char>('A' + name)));
    for (int contig = 0; contig < contigs; ++contig) {
        cloud->ids.push_back("contig_" + std::to_string(contig));
        cloud->classes.push_back(contig % species);
        cloud->lengths.push_back(1000 + (contig * int64_t{7919}) % 90'000);
        cloud->gc.push_back(0.3F + 0.4F * spread.next());
        cloud->depths.push_back(1 + 50 * spread.next());
        // The sum of three even spreads is close to a bell.
        QVector3D away;
        for (int axis = 0; axis < 3; ++axis)
            away[axis] = 0.08F * (spread.next() + spread.next() + spread.next() - 1.5F);
        projection.positions.push_back(clusterMiddle(contig % species, species) + away);
        const QVector3D &place = projection.positions.back();
        projection.coordinates.push_back({place.x(), place.y(), place.z()});
    }
    projection.present.assign(cloud->ids.size(), true);
    projection.presentCount = contigs;
    cloud->projections = {projection};
    cloud->labelsRead = true;
    return cloud;
}

// The coordinates as vectors of an embedding file.
inline EmbeddingTable vectorsOf(const CloudData &cloud)
{
    EmbeddingTable table{.ids = cloud.ids,
                         .lengths = cloud.lengths,
                         .vectors = Matrix(cloud.size(), 3),
                         .labels = {},
                         .places = {},
                         .provenance = {}};
    for (int64_t row = 0; row < cloud.size(); ++row)
        for (int64_t axis = 0; axis < 3; ++axis)
            table.vectors(row, axis) =
                cloud.projections[0]
                    .coordinates[static_cast<size_t>(row)][static_cast<size_t>(axis)];
    return table;
}

} // namespace helicase::test
