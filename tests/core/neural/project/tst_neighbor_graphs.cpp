#include "core/neural/project/fuzzy_graph.h"
#include "core/neural/project/similarity_graph.h"
#include "core/neural/project/spectral_start.h"
#include "tests/core/neural/cluster/blobs.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace helicase;
using namespace helicase::test;

namespace {

NeighborTable neighborsOf(const Matrix &vectors, int64_t count)
{
    SilentProgress silent;
    return exactNeighbors(vectors, count, silent, {});
}

float weightBetween(const NeighborGraph &graph, int32_t from, int32_t to)
{
    const auto begin = graph.targets.begin() + graph.offsets[static_cast<size_t>(from)];
    const auto end = graph.targets.begin() + graph.offsets[static_cast<size_t>(from) + 1];
    const auto found = std::lower_bound(begin, end, to);
    return found == end || *found != to
               ? 0.0f
               : graph.weights[static_cast<size_t>(found - graph.targets.begin())];
}

} // namespace

class TestNeighborGraphs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void strengthsAddUp()
    {
        const std::vector<float> distances{0.5f, 0.7f, 1.0f, 1.1f, 1.6f, 2.0f, 2.5f};
        const LocalScale scale = localScale(distances, 1.0);
        QCOMPARE(scale.nearest, 0.5f);
        QCOMPARE(scale.strength(0.5f), 1.0f);
        double sum = 0;
        for (const float distance : distances)
            sum += scale.strength(distance);
        QVERIFY(std::abs(sum - std::log2(8.0)) < 1e-4);
    }

    void copiesDoNotNarrowTheScale()
    {
        const std::vector<float> distances{0, 0, 0, 0};
        const LocalScale scale = localScale(distances, 2.0);
        QVERIFY(scale.scale >= 2e-3f);
        QCOMPARE(scale.strength(0), 1.0f);
    }

    void fuzzyEdgesAreOfEitherDirection()
    {
        const NeighborTable neighbors = neighborsOf(blobs(120, 6, 3, 1.5), 8);
        const NeighborGraph graph = fuzzyGraph(neighbors);
        QCOMPARE(graph.points(), 120);
        for (int32_t i = 0; i < 120; ++i) {
            for (const int32_t neighbor : neighbors.indicesOf(i))
                QVERIFY(weightBetween(graph, i, neighbor) > 0);
            for (int32_t k = 0; k < 120; ++k)
                QCOMPARE(weightBetween(graph, i, k), weightBetween(graph, k, i));
            // The nearest is seen with certainty.
            QCOMPARE(weightBetween(graph, i, neighbors.indicesOf(i)[0]), 1.0f);
        }
    }

    void countsParts()
    {
        QCOMPARE(fuzzyGraph(neighborsOf(blobs(90, 5, 3, 0.1), 4)).components(), 3);
        QCOMPARE(fuzzyGraph(neighborsOf(blobs(90, 5, 1, 1.0), 10)).components(), 1);
    }

    void sharesHaveThePerplexity()
    {
        std::vector<float> distances;
        for (int i = 1; i <= 90; ++i)
            distances.push_back(0.1f * static_cast<float>(i));
        const std::vector<double> shares = neighborShares(distances, 30);
        double entropy = 0;
        for (const double share : shares)
            entropy -= share > 0 ? share * std::log(share) : 0;
        QVERIFY(std::abs(std::exp(entropy) - 30) < 1e-2);
        QVERIFY(std::ranges::is_sorted(shares, std::ranges::greater{}));
    }

    void equalDistancesHaveEqualShares()
    {
        const std::vector<double> shares = neighborShares(std::vector<float>{2, 2, 2, 2}, 3);
        for (const double share : shares)
            QCOMPARE(share, 0.25);
    }

    void similaritiesAddUpToOne()
    {
        const NeighborGraph graph = similarityGraph(neighborsOf(blobs(200, 5, 2), 30), 10);
        QVERIFY(std::abs(std::accumulate(graph.weights.begin(), graph.weights.end(), 0.0) - 1) <
                1e-5);
        QCOMPARE(weightBetween(graph, 3, 7), weightBetween(graph, 7, 3));
    }

    // On a ring the smoothest functions are a sine and a cosine around it.
    void ringIsSpreadAsACircle()
    {
        constexpr int32_t points = 60;
        NeighborGraph ring;
        for (int32_t i = 0; i < points; ++i) {
            const std::array<int32_t, 2> sides{(i + points - 1) % points, (i + 1) % points};
            ring.targets.push_back(std::ranges::min(sides));
            ring.targets.push_back(std::ranges::max(sides));
            ring.weights.insert(ring.weights.end(), 2, 1.0f);
            ring.offsets.push_back(std::ssize(ring.targets));
        }
        RandomStream random(1, "ring");
        SilentProgress silent;
        const Matrix places = spectralStart(ring, 2, random, silent, {});
        for (int64_t i = 0; i < points; ++i) {
            const double radius = std::hypot(places(i, 0), places(i, 1));
            QVERIFY(std::abs(radius - std::sqrt(2.0 / points)) < 0.02);
            const int64_t next = (i + 1) % points;
            const double step =
                std::hypot(places(i, 0) - places(next, 0), places(i, 1) - places(next, 1));
            QVERIFY(std::abs(step - radius * 2 * std::numbers::pi / points) < 0.01);
        }
    }
};

QTEST_GUILESS_MAIN(TestNeighborGraphs)
#include "tst_neighbor_graphs.moc"
