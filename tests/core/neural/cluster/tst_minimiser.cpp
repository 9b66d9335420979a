#include "core/neural/cluster/minimiser.h"
#include "tests/support/test_data.h"

#include <cmath>

using namespace helicase;

class TestMinimiser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A narrow bent valley: steps that are too long and ones that are too short.
    void findsTheEndOfRosenbrocksValley()
    {
        const Objective valley = [](std::span<const double> p, std::span<double> gradient) {
            const double a = 1 - p[0], b = p[1] - p[0] * p[0];
            gradient[0] = -2 * a - 400 * p[0] * b;
            gradient[1] = 200 * b;
            return a * a + 100 * b * b;
        };
        const Minimum minimum = minimise(valley, {-1.2, 1}, {.gradientTolerance = 1e-10});
        QVERIFY(std::abs(minimum.point[0] - 1) < 1e-8);
        QVERIFY(std::abs(minimum.point[1] - 1) < 1e-8);
        QVERIFY(minimum.value < 1e-16);
        QVERIFY(minimum.rounds > 10 && minimum.rounds < 100);
    }

    void stopsAtOnceAtAMinimum()
    {
        const Objective bowl = [](std::span<const double> p, std::span<double> gradient) {
            gradient[0] = 2 * p[0];
            return p[0] * p[0];
        };
        QCOMPARE(minimise(bowl, {0}, {}).rounds, int64_t{0});
        QCOMPARE(minimise(bowl, {3}, {.maximumRounds = 1}).rounds, int64_t{1});
        QVERIFY(std::abs(minimise(bowl, {3}, {}).point[0]) < 1e-4);
    }

    // Where the function has no lower place along any line, it ends instead of going on for ever.
    void endsOnAFunctionWithoutMinimum()
    {
        const Objective slope = [](std::span<const double> p, std::span<double> gradient) {
            gradient[0] = -1;
            return -p[0];
        };
        const Minimum minimum = minimise(slope, {0}, {.maximumRounds = 20});
        QVERIFY(minimum.rounds <= 20);
        const Objective undefined = [](std::span<const double>, std::span<double> gradient) {
            gradient[0] = 1;
            return std::nan("");
        };
        QCOMPARE(minimise(undefined, {0}, {}).rounds, int64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestMinimiser)
#include "tst_minimiser.moc"
