#include "core/neural/cluster/nearest_centres.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/support/test_data.h"

#include <cmath>
#include <limits>

using namespace helicase;
using namespace helicase::test;

namespace {

double squaredDistance(std::span<const float> first, std::span<const float> second)
{
    double sum = 0;
    for (size_t j = 0; j < first.size(); ++j)
        sum += std::pow(static_cast<double>(first[j]) - second[j], 2);
    return sum;
}

std::vector<double> squaresOf(const Matrix &rows)
{
    const std::vector<float> origin(static_cast<size_t>(rows.columns()));
    std::vector<double> squares;
    for (int64_t i = 0; i < rows.rows(); ++i)
        squares.push_back(squaredDistance(rows.row(i), origin));
    return squares;
}

Matrix firstRows(const Matrix &rows, int64_t count)
{
    Matrix first(count, rows.columns());
    std::copy_n(rows.data(), count * rows.columns(), first.data());
    return first;
}

// Every row has a centre that is as near as the nearest one, up to rounding.
void verifyNearest(const Matrix &rows, const Matrix &centres, const std::vector<int64_t> &labels)
{
    for (int64_t i = 0; i < rows.rows(); ++i) {
        double least = std::numeric_limits<double>::infinity();
        for (int64_t c = 0; c < centres.rows(); ++c)
            least = std::min(least, squaredDistance(rows.row(i), centres.row(c)));
        const double found =
            squaredDistance(rows.row(i), centres.row(labels[static_cast<size_t>(i)]));
        QVERIFY(found <= least + 1e-3);
    }
}

} // namespace

class TestNearestCentres : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Centres that creep, one that jumps, and some that stand still: what is skipped is not wrong.
    void staysRightWhileCentresMove_data()
    {
        QTest::addColumn<double>("spread");
        QTest::addColumn<int>("centreCount");
        QTest::addRow("far clouds, few rows change") << 0.5 << 12;
        QTest::addRow("overlapping clouds") << 4.0 << 12;
        QTest::addRow("one centre") << 1.0 << 1;
        QTest::addRow("two centres") << 4.0 << 2;
    }

    void staysRightWhileCentresMove()
    {
        QFETCH(double, spread);
        QFETCH(int, centreCount);
        const Matrix rows = blobs(900, 8, 8, spread);
        const std::vector<double> squares = squaresOf(rows);
        NearestCentres nearest(rows, squares);
        Matrix centres = firstRows(rows, centreCount);
        RandomStream random(5, "centres");
        for (int round = 0; round < 40; ++round) {
            verifyNearest(rows, centres, nearest.assign(centres));
            for (int64_t c = 0; c < centres.rows(); c += 2) // the others stand still
                for (float &value : centres.row(c))
                    value += static_cast<float>(0.3 / (1 + round % 7) * random.normal());
            if (round % 10 == 9)
                std::ranges::copy(rows.row(round), centres.row(0).begin());
        }
    }

    void equalCentresGoToTheFirst()
    {
        const Matrix rows = blobs(60, 4, 3);
        const std::vector<double> squares = squaresOf(rows);
        NearestCentres nearest(rows, squares);
        Matrix centres(4, 4); // centres 1 and 3 are the same
        for (int64_t c = 0; c < 4; ++c)
            std::ranges::copy(rows.row(c == 3 ? 1 : c), centres.row(c).begin());
        for (int round = 0; round < 3; ++round)
            for (const int64_t label : nearest.assign(centres))
                QVERIFY(label != 3);
    }
};

QTEST_GUILESS_MAIN(TestNearestCentres)
#include "tst_nearest_centres.moc"
