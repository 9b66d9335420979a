#include "core/base/error.h"
#include "core/neural/project/nearest_neighbors.h"
#include "core/neural/tensor/threads.h"
#include "tests/core/neural/cluster/blobs.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace helicase;
using namespace helicase::test;

namespace {

std::vector<int32_t> nearestByDefinition(const Matrix &vectors, int64_t row, int64_t count)
{
    std::vector<std::pair<double, int32_t>> all;
    for (int32_t i = 0; i < vectors.rows(); ++i) {
        double sum = 0;
        for (int64_t j = 0; j < vectors.columns(); ++j)
            sum += std::pow(static_cast<double>(vectors(row, j)) - vectors(i, j), 2);
        if (i != row)
            all.emplace_back(sum, i);
    }
    std::ranges::sort(all);
    std::vector<int32_t> nearest;
    for (int64_t k = 0; k < count; ++k)
        nearest.push_back(all[static_cast<size_t>(k)].second);
    return nearest;
}

NeighborTable exact(const Matrix &vectors, int64_t count)
{
    SilentProgress silent;
    return exactNeighbors(vectors, count, silent, {});
}

} // namespace

class TestNearestNeighbors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // More rows than a tile has.
    void findsTheNearest()
    {
        const Matrix vectors = blobs(700, 9, 4, 2.0);
        const NeighborTable table = exact(vectors, 12);
        for (int64_t row = 0; row < vectors.rows(); row += 7) {
            const auto found = table.indicesOf(row);
            QCOMPARE(std::vector<int32_t>(found.begin(), found.end()),
                     nearestByDefinition(vectors, row, 12));
            QVERIFY(std::ranges::is_sorted(table.distancesOf(row)));
        }
    }

    // Far from the origin the products of floats have lost the digits that matter.
    void keepsDigitsFarFromTheOrigin()
    {
        Matrix vectors = blobs(200, 4, 2, 1.0);
        for (int64_t i = 0; i < vectors.rows(); ++i)
            vectors(i, 3) += 5000;
        const NeighborTable table = exact(vectors, 3);
        for (int64_t row = 0; row < vectors.rows(); ++row)
            QCOMPARE(table.indicesOf(row)[0], nearestByDefinition(vectors, row, 1)[0]);
    }

    void copiesAreNeighborsAtNoDistance()
    {
        const NeighborTable table = exact(Matrix(5, 3), 4);
        QCOMPARE(table.distancesOf(2)[3], 0.0f);
        const auto found = table.indicesOf(2);
        QCOMPARE(std::vector<int32_t>(found.begin(), found.end()),
                 std::vector<int32_t>({0, 1, 3, 4}));
    }

    void threadsChangeNothing()
    {
        const Matrix vectors = blobs(900, 40, 5, 3.0);
        useThreads(1);
        const NeighborTable one = exact(vectors, 10);
        useThreads(3);
        const NeighborTable three = exact(vectors, 10);
        QCOMPARE(three.indices, one.indices);
        QCOMPARE(three.distances, one.distances);
    }

    void approximateOnesAreNearlyAllRight()
    {
        const Matrix vectors = blobs(3000, 16, 8, 2.0);
        SilentProgress silent;
        const NeighborTable table = approximateNeighbors(vectors, 10, 1, silent, {});
        const NeighborTable reference = exact(vectors, 10);
        QVERIFY(table.search == NeighborSearch::Approximate);
        int64_t right = 0;
        for (int64_t row = 0; row < vectors.rows(); ++row)
            for (const int32_t index : table.indicesOf(row)) {
                QVERIFY(index != row);
                right += std::ranges::count(reference.indicesOf(row), index);
            }
        QVERIFY2(right > 3000 * 10 * 98 / 100, qPrintable(QString::number(right)));
        QCOMPARE(approximateNeighbors(vectors, 10, 1, silent, {}).indices, table.indices);
    }

    void refusesWhatIsNotThere()
    {
        QVERIFY_THROWS_EXCEPTION(Error, exact(Matrix(5, 2), 5));
        QVERIFY_THROWS_EXCEPTION(Error, exact(Matrix(5, 2), 0));
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress silent;
        const Matrix vectors = blobs(50, 3, 2);
        QVERIFY_THROWS_EXCEPTION(Stopped, exactNeighbors(vectors, 5, silent, stop.get_token()));
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 approximateNeighbors(vectors, 5, 1, silent, stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestNearestNeighbors)
#include "tst_nearest_neighbors.moc"
