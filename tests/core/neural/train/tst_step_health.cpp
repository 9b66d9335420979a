// Which steps are bad: numbers that are none, and numbers that stand out.
#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/neural/train/step_health.h"
#include "tests/support/test_data.h"

#include <cmath>
#include <nlohmann/json.hpp>

using namespace helicase;

class TestStepHealth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingStandsOutOfNoise()
    {
        RandomStream random(1, "noise");
        SpikeDetector detector(8, 1.5);
        for (int i = 0; i < 5000; ++i) {
            const double value = 3 + 0.1 * random.normal();
            QVERIFY(!detector.isSpike(value));
            detector.add(value);
        }
        QVERIFY(detector.isSpike(5));
        QVERIFY(!detector.isSpike(4)); // far out, but no rise by half
        QVERIFY(!detector.isSpike(0));
    }

    void fewValuesTellNothing()
    {
        SpikeDetector detector(8, 1.5);
        for (int i = 0; i < 19; ++i)
            detector.add(1);
        QVERIFY(!detector.isSpike(1e9));
        detector.add(1);
        QVERIFY(detector.isSpike(1e9));
    }

    void aLimitOfZeroLooksForNone()
    {
        SpikeDetector detector(0, 1.5);
        for (int i = 0; i < 100; ++i)
            detector.add(1);
        QVERIFY(!detector.isSpike(1e9));
    }

    void verdictsFollowThePolicies()
    {
        StepHealth health({.onNonFinite = BadStepPolicy::RollBack, .onSpike = BadStepPolicy::Skip});
        for (int i = 0; i < 30; ++i)
            QVERIFY(health.judge(1, 2).isGood);
        const StepVerdict nan = health.judge(std::nan(""), 2);
        QVERIFY(!nan.isGood && nan.policy == BadStepPolicy::RollBack);
        QCOMPARE(nan.what, std::string("Loss is NaN"));
        const StepVerdict infinite = health.judge(1, INFINITY);
        QCOMPARE(infinite.what, std::string("Gradient is infinite"));
        const StepVerdict spike = health.judge(123.456789, 2);
        QVERIFY(!spike.isGood && spike.policy == BadStepPolicy::Skip);
        QCOMPARE(spike.what, std::string("Loss of 123.5 stands out"));
        QVERIFY(health.judge(1, 2).isGood);
    }

    void manyBadStepsInARowEndTheRun()
    {
        StepHealth health({});
        for (int i = 0; i < 10; ++i)
            QVERIFY(!health.judge(NAN, 1).isGood);
        // The count is part of the state.
        StepHealth resumed({});
        resumed.restore(nlohmann::json::parse(health.state().dump()));
        QVERIFY_THROWS_EXCEPTION(Error, resumed.judge(NAN, 1));
    }
};

QTEST_GUILESS_MAIN(TestStepHealth)
#include "tst_step_health.moc"
