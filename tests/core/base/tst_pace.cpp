// Rates and remaining times as the progress bar shows them.
#include "core/base/pace.h"

#include <QtTest>

using namespace helicase;

class TestPace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsKnownAtFirst();
    void steadyWork();
    void followsAChangeOfPace();
    void standstillHasNoEnd();
    void durations_data();
    void durations();
};

void TestPace::nothingIsKnownAtFirst()
{
    Pace pace;
    QVERIFY(!pace.rate() && !pace.secondsLeft(10));
    pace.note(1, 5);
    pace.note(1, 6); // the same moment
    QVERIFY(!pace.rate() && !pace.secondsLeft(10));
}

void TestPace::steadyWork()
{
    Pace pace;
    for (int second = 0; second <= 10; ++second)
        pace.note(second, 20 * second);
    QCOMPARE(pace.rate().value_or(0), 20.0);
    QCOMPARE(pace.secondsLeft(1000).value_or(0), 40.0);
    QCOMPARE(pace.secondsLeft(100).value_or(-1), 0.0);
    QVERIFY(!pace.secondsLeft(0)); // total not known
}

void TestPace::followsAChangeOfPace()
{
    Pace pace;
    int64_t done = 0;
    for (int step = 0; step < 100; ++step)
        pace.note(0.1 * step, ++done);
    for (int step = 100; step < 400; ++step)
        pace.note(0.1 * step, done += 10);
    QVERIFY(std::abs(pace.rate().value_or(0) - 100) < 1);
}

void TestPace::standstillHasNoEnd()
{
    Pace pace;
    pace.note(0, 0);
    pace.note(60, 0);
    QCOMPARE(pace.rate().value_or(-1), 0.0);
    QVERIFY(!pace.secondsLeft(10));
}

void TestPace::durations_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << "0 s";
    QTest::newRow("a part") << 0.2 << "1 s";
    QTest::newRow("minutes") << 200.0 << "3 min 20 s";
    QTest::newRow("hours") << 7500.0 << "2 h 5 min";
}

void TestPace::durations()
{
    QFETCH(double, seconds);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(durationText(seconds)), text);
}

QTEST_GUILESS_MAIN(TestPace)
#include "tst_pace.moc"
