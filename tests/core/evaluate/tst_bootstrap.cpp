#include "core/evaluate/bootstrap.h"
#include "tests/support/test_data.h"

#include <cmath>
#include <numeric>
#include <set>

using namespace helicase;

class TestBootstrap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The mean of 400 fair coins: its deviation is 0.025, its interval 0.5 -+ 1.96 of that.
    void intervalOfAMeanIsTheKnownOne()
    {
        std::vector<int64_t> coins(400);
        for (size_t i = 0; i < coins.size(); i += 2)
            coins[i] = 1;
        const auto intervals =
            bootstrapIntervals(std::vector{0.5, 2.0}, 4000, 1, [&](RandomStream &random) {
                const auto drawn = valuesAt(coins, drawWithReplacement(400, 400, random));
                const double mean = std::accumulate(drawn.begin(), drawn.end(), 0.0) / 400;
                return std::vector<double>{mean, 2.0};
            });
        QCOMPARE(intervals.size(), size_t{2});
        QVERIFY(std::abs(intervals[0].low - (0.5 - 1.96 * 0.025)) < 0.005);
        QVERIFY(std::abs(intervals[0].high - (0.5 + 1.96 * 0.025)) < 0.005);
        QCOMPARE(intervals[1].low, 2.0);
        QCOMPARE(intervals[1].high, 2.0);
    }

    // The share of distinct items among those drawn is about 1 - 1/e, that of the data 1.
    void intervalsLieAroundTheEstimate()
    {
        const auto interval =
            bootstrapIntervals(std::vector{1.0}, 500, 2, [](RandomStream &random) {
                const auto drawn = drawWithReplacement(200, 200, random);
                const auto distinct = std::set(drawn.begin(), drawn.end()).size();
                return std::vector<double>{static_cast<double>(distinct) / 200};
            }).front();
        QVERIFY(interval.low < 1 && 1 < interval.high);
        QVERIFY(interval.high - interval.low < 0.12);
    }

    void drawsAreTheSameForTheSameSeed()
    {
        const auto draw = [](uint64_t seed) {
            return bootstrapIntervals(
                       std::vector{0.5}, 50, seed,
                       [](RandomStream &random) { return std::vector<double>{random.uniform()}; })
                .front();
        };
        QCOMPARE(draw(3).low, draw(3).low);
        QVERIFY(draw(3).low != draw(4).low);
    }

    void largeDataAreDrawnLessOften()
    {
        QCOMPARE(resamplesFor(100), int64_t{1000});
        QCOMPARE(resamplesFor(1'000'000'000), int64_t{200});
        QCOMPARE(resamplesFor(0), int64_t{1000});
    }
};

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
