#include "widgets/train/smoothing.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace helicase;

class SmoothingTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void constantsStayExact()
    {
        for (const double factor : {0.0, 0.5, 0.86, 0.99}) {
            DebiasedSmoother smoother(factor);
            for (int step = 0; step < 10'000; ++step)
                QVERIFY(smoother.add(0.1) == 0.1);
        }
    }

    void hasNoStartBias()
    {
        DebiasedSmoother smoother(0.9);
        QCOMPARE(smoother.add(4), 4.0);
        // (0.9 * 4 + 2) / 1.9
        QCOMPARE(smoother.add(2), 5.6 / 1.9);
        // (0.81 * 4 + 0.9 * 2 + 1) / 2.71
        QCOMPARE(smoother.add(1), (3.24 + 1.8 + 1) / 2.71);
    }

    void factorIsBelowOne()
    {
        DebiasedSmoother smoother(1.0);
        smoother.add(0);
        for (int step = 0; step < 2000; ++step)
            smoother.add(1);
        QVERIFY(smoother.add(1) > 0.99);
    }

    void zeroAndNaNFactorsSmoothNothing()
    {
        for (const double factor : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
            DebiasedSmoother smoother(factor);
            smoother.add(7);
            QCOMPARE(smoother.add(3), 3.0);
        }
    }

    void valuesThatAreNotFiniteLeaveNoTrace()
    {
        DebiasedSmoother with(0.8);
        DebiasedSmoother without(0.8);
        with.add(2);
        without.add(2);
        QVERIFY(std::isnan(with.add(std::numeric_limits<double>::quiet_NaN())));
        QVERIFY(std::isnan(with.add(std::numeric_limits<double>::infinity())));
        QCOMPARE(with.add(5), without.add(5));
    }
};

QTEST_GUILESS_MAIN(SmoothingTest)
#include "tst_smoothing.moc"
