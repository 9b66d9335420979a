#include "core/base/error.h"
#include "core/neural/project/fast_power.h"
#include "core/neural/project/fuzzy_graph.h"
#include "core/neural/project/pca.h"
#include "core/neural/project/repulsion_tree.h"
#include "core/neural/project/similarity_graph.h"
#include "core/neural/project/tsne.h"
#include "core/neural/project/umap.h"
#include "core/neural/tensor/threads.h"
#include "tests/core/neural/cluster/blobs.h"

#include <QTest>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

constexpr int64_t clouds = 4;

NeighborTable neighborsOf(const Matrix &vectors, int64_t count)
{
    SilentProgress silent;
    return exactNeighbors(vectors, count, silent, {});
}

Matrix umapOf(const Matrix &vectors, int64_t dimensions, uint64_t seed)
{
    SilentProgress silent;
    return layOutUmap(fuzzyGraph(neighborsOf(vectors, 10)),
                      principalComponents(vectors, dimensions).coordinates,
                      {.epochs = 100, .seed = seed}, silent, {});
}

Matrix tsneOf(const Matrix &vectors, int64_t dimensions)
{
    SilentProgress silent;
    return layOutTsne(similarityGraph(neighborsOf(vectors, 30), 10),
                      principalComponents(vectors, dimensions).coordinates, {.epochs = 200}, silent,
                      {});
}

std::vector<float> valuesOf(const Matrix &matrix)
{
    return {matrix.data(), matrix.data() + matrix.rows() * matrix.columns()};
}

// Share of points whose nearest point of the picture is of the same cloud.
double sharedClouds(const Matrix &picture)
{
    const NeighborTable nearest = neighborsOf(picture, 1);
    int64_t shared = 0;
    for (int64_t i = 0; i < picture.rows(); ++i)
        shared += nearest.indicesOf(i)[0] % clouds == i % clouds;
    return static_cast<double>(shared) / static_cast<double>(picture.rows());
}

std::vector<PointPlace> scatteredPlaces(int64_t points, int64_t dimensions)
{
    RandomStream random(3, "places");
    std::vector<PointPlace> places(static_cast<size_t>(points));
    for (PointPlace &place : places)
        for (int64_t k = 0; k < dimensions; ++k)
            place[static_cast<size_t>(k)] = static_cast<float>(5 * random.normal());
    return places;
}

} // namespace

class TestLayouts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void powersAreCloseEnough()
    {
        const EightFloats bases{1e-30f, 1e-9f, 0.003f, 0.7f, 1.0f, 1.9f, 44.0f, 1e6f};
        for (const float exponent : {0.3f, 0.8951f, 1.0f, 1.7f}) {
            EightFloats powers = bases;
            fastPower(powers, exponent);
            for (size_t i = 0; i < 8; ++i) {
                const double expected = std::pow(static_cast<double>(bases[i]), exponent);
                if (expected > 1e-37)
                    QVERIFY(std::abs(powers[i] - expected) < 2e-4 * expected);
            }
        }
    }

    // Beside the gradients of the paper.
    void forcesPullAndPush()
    {
        const UmapCurve curve = fitUmapCurve(0.1);
        const UmapForces forces(curve);
        const PointPlace point{{1.0f, 0.5f, 0.0f, 0.0f}};
        const PointPlace neighbor{{2.0f, 0.0f, 0.5f, 0.0f}};
        const PointPlace far{{0.0f, 0.0f, 3.0f, 0.0f}};
        PointPlace moved = point;
        std::vector<const PointPlace *> others(UmapForces::lanes, &moved);
        others[0] = &neighbor;
        others[1] = &far;
        forces.move(moved, others, 0.1f);
        const auto power = [&](double squared) { return std::pow(squared, curve.b); };
        const double near = squaredDistance(point, neighbor);
        const double distant = squaredDistance(point, far);
        const double pull =
            -2 * curve.a * curve.b * power(near) / (near * (1 + curve.a * power(near)));
        const double push = 2 * curve.b / ((0.001 + distant) * (1 + curve.a * power(distant)));
        for (size_t k = 0; k < 3; ++k) {
            const double expected =
                point[k] + 0.1 * (2 * pull * (point[k] - neighbor[k]) + push * (point[k] - far[k]));
            QVERIFY(std::abs(moved[k] - expected) < 1e-4);
        }
    }

    // The values that are published for these distances.
    void curveIsFitted_data()
    {
        QTest::addColumn<double>("distance");
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::newRow("0.1") << 0.1 << 1.5769 << 0.8951;
        QTest::newRow("0.001") << 0.001 << 1.9290 << 0.7915;
        QTest::newRow("0.5") << 0.5 << 0.5830 << 1.3342;
    }
    void curveIsFitted()
    {
        QFETCH(double, distance);
        QFETCH(double, a);
        QFETCH(double, b);
        const UmapCurve curve = fitUmapCurve(distance);
        QVERIFY2(std::abs(curve.a - a) < 2e-3, qPrintable(QString::number(curve.a)));
        QVERIFY2(std::abs(curve.b - b) < 2e-3, qPrintable(QString::number(curve.b)));
    }

    void cloudsStayTogether_data()
    {
        QTest::addColumn<int>("dimensions");
        QTest::newRow("2-D") << 2;
        QTest::newRow("3-D") << 3;
    }
    void cloudsStayTogether()
    {
        QFETCH(int, dimensions);
        const Matrix vectors = blobs(400, 12, clouds, 2.0);
        const Matrix umap = umapOf(vectors, dimensions, 1);
        QCOMPARE(umap.columns(), dimensions);
        QVERIFY(sharedClouds(umap) > 0.97);
        QVERIFY(sharedClouds(tsneOf(vectors, dimensions)) > 0.97);
    }

    void picturesRepeatOnAnyNumberOfThreads()
    {
        const Matrix vectors = blobs(600, 12, clouds, 2.0);
        useThreads(1);
        const Matrix umap = umapOf(vectors, 3, 5);
        const Matrix tsne = tsneOf(vectors, 2);
        useThreads(3);
        QCOMPARE(valuesOf(umapOf(vectors, 3, 5)), valuesOf(umap));
        QCOMPARE(valuesOf(tsneOf(vectors, 2)), valuesOf(tsne));
        QVERIFY(valuesOf(umapOf(vectors, 3, 6)) != valuesOf(umap));
    }

    void farCellsCountAsOnePoint_data() { cloudsStayTogether_data(); }
    void farCellsCountAsOnePoint()
    {
        QFETCH(int, dimensions);
        const std::vector<PointPlace> places = scatteredPlaces(500, dimensions);
        const RepulsionTree tree(places, dimensions);
        double missed = 0;
        double whole = 0;
        for (size_t i = 0; i < places.size(); ++i) {
            double strength = 0;
            std::array<double, 4> force{};
            for (size_t k = 0; k < places.size(); ++k) {
                const double q =
                    1 / (1 + static_cast<double>(squaredDistance(places[i], places[k])));
                strength += k == i ? 0 : q;
                for (size_t axis = 0; axis < 4; ++axis)
                    force[axis] += q * q * (places[i][axis] - places[k][axis]);
            }
            const Repulsion found = tree.on(static_cast<int64_t>(i));
            QVERIFY(std::abs(found.strength - strength) < 0.02 * strength);
            for (size_t axis = 0; axis < 4; ++axis) {
                missed += std::pow(found.force[axis] - force[axis], 2);
                whole += std::pow(force[axis], 2);
            }
        }
        QVERIFY2(missed < 1e-3 * whole, qPrintable(QString::number(missed / whole)));
    }

    // Equal places cannot be told apart by any cell.
    void equalPlacesEndInALeaf()
    {
        const std::vector<PointPlace> places(100);
        const RepulsionTree tree(places, 2);
        QCOMPARE(tree.on(17).strength, 99.0);
        QCOMPARE(tree.on(17).force[0], 0.0f);
    }

    void stopWhenAsked()
    {
        const Matrix vectors = blobs(60, 5, clouds);
        const Matrix start = principalComponents(vectors, 2).coordinates;
        std::stop_source stop;
        stop.request_stop();
        SilentProgress silent;
        QVERIFY_THROWS_EXCEPTION(Stopped, layOutUmap(fuzzyGraph(neighborsOf(vectors, 5)), start, {},
                                                     silent, stop.get_token()));
        QVERIFY_THROWS_EXCEPTION(Stopped, layOutTsne(similarityGraph(neighborsOf(vectors, 9), 3),
                                                     start, {}, silent, stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestLayouts)
#include "tst_layouts.moc"
