// Lengths of a warm-up in every unit, and which evaluations are the best.
#include "core/base/error.h"
#include "core/neural/train/best_results.h"
#include "core/neural/train/trainer_settings.h"
#include "core/run/option_builders.h"
#include "tests/support/test_data.h"

#include <cmath>

using namespace helicase;

class TestTrainerSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lengthsBecomeSteps_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("steps");
        QTest::newRow("steps") << QByteArray("50") << 50;
        QTest::newRow("batches") << QByteArray("70ba") << 70;
        QTest::newRow("samples") << QByteArray("1003sp") << 32;
        QTest::newRow("tokens") << QByteArray("9000tok") << 3;
        QTest::newRow("epochs") << QByteArray("2ep") << 20;
        QTest::newRow("share") << QByteArray("0.06dur") << 59;
        QTest::newRow("none") << QByteArray("0") << 0;
    }

    void lengthsBecomeSteps()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, steps);
        const BatchMeasure measure{.samples = 32, .tokens = 4000, .batchesPerEpoch = 10};
        QCOMPARE(stepsOf("schedule.warmup", text.toStdString(), 999, measure), int64_t{steps});
    }

    void whatATaskCannotTellIsRefused()
    {
        QVERIFY_THROWS_EXCEPTION(OptionError, stepsOf("schedule.warmup", "100tok", 999, {}));
        QVERIFY_THROWS_EXCEPTION(OptionError, stepsOf("schedule.warmup", "soon", 999, {}));
    }

    void mistakesInLengthsAreTold_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isRight");
        for (const char *text : {"50", "0", "3ep", "1000sp", "100tok", "7ba", "0.06dur", "1dur"})
            QTest::newRow(text) << QByteArray(text) << true;
        for (const char *text : {"", "ep", "-3", "1.5ep", "1.5dur", "3 ep", "nan", "1e400", "ten"})
            QTest::addRow("'%s'", text) << QByteArray(text) << false;
    }

    void mistakesInLengthsAreTold()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isRight);
        const Option option = lengthOption("schedule.warmup", "0", "Warm-up", "Optimiser", "help");
        QCOMPARE(!mistakeIn(option, text.toStdString()).has_value(), isRight);
    }

    void theBestAreRemembered()
    {
        BestResults best(Better::Larger, 2);
        QVERIFY(best.isEmpty());
        QVERIFY(!best.offer(5, NAN));
        QVERIFY(best.offer(10, 0.5));
        QVERIFY(!best.offer(20, 0.4));
        QVERIFY(best.offer(30, 0.7));
        QVERIFY(!best.offer(40, 0.7)); // the earlier one stays
        QCOMPARE(best.steps(), (std::vector<int64_t>{30, 40}));
        QVERIFY(!best.holds(10));
        BestResults restored(Better::Larger, 2);
        restored.restore(best.state());
        QCOMPARE(restored.steps(), best.steps());
        QCOMPARE(restored.value(), 0.7);
        restored.remove(30);
        QCOMPARE(restored.step(), int64_t{40});
    }
};

QTEST_GUILESS_MAIN(TestTrainerSettings)
#include "tst_trainer_settings.moc"
