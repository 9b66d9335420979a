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

// Rows that vary along some axes at scale 1, and along all at the scale of the noise.
Matrix varied(int64_t rows, int64_t columns, int64_t axes, double noise)
{
    RandomStream random(5, "varied rows");
    Matrix matrix(rows, columns);
    for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < columns; ++j)
            matrix(i, j) =
                static_cast<float>((j % (columns / axes) == 0 ? 1 : noise) * random.normal());
    return matrix;
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

    // Found by shorter distances, by whole ones, and by both: the first rows of the last kind
    // differ along those axes alone that narrow rows leave out.
    void wideRowsHaveTheirNearest_data()
    {
        QTest::addColumn<int>("axes");
        QTest::addColumn<double>("noise");
        QTest::addColumn<int>("hidden");
        QTest::newRow("structure") << 10 << 0.02 << 0;
        QTest::newRow("no structure") << 1 << 1.0 << 0;
        QTest::newRow("hidden structure") << 10 << 0.02 << 150;
    }
    void wideRowsHaveTheirNearest()
    {
        QFETCH(int, axes);
        QFETCH(double, noise);
        QFETCH(int, hidden);
        Matrix vectors = varied(1500, 160, axes, noise);
        for (int64_t i = 0; i < hidden; ++i)
            for (int64_t j = 0; j < 160; j += 160 / axes)
                vectors(i, j) = 0;
        const NeighborTable table = exact(vectors, 12);
        for (int64_t row = 0; row < vectors.rows(); row += 13) {
            const auto found = table.indicesOf(row);
            QCOMPARE(std::vector<int32_t>(found.begin(), found.end()),
                     nearestByDefinition(vectors, row, 12));
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
        const Matrix vectors = varied(1100, 128, 8, 0.02);
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
