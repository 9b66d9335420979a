#include "widgets/train/metric_series.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace helicase;

namespace {

MetricSeries seriesOf(const std::vector<double> &values)
{
    MetricSeries series;
    for (size_t index = 0; index < values.size(); ++index)
        series.append(
            {static_cast<int64_t>(index + 1) * 10, static_cast<double>(index), values[index]});
    return series;
}

} // namespace

class MetricSeriesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void statistics()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const MetricSeries series = seriesOf({3, 1, nan, 2, 5, 4, nan});
        QVERIFY(series.statistics().has_value());
        QCOMPARE(series.statistics()->minimum, 1.0);
        QCOMPARE(series.statistics()->minimumStep, 20);
        QCOMPARE(series.statistics()->maximum, 5.0);
        QCOMPARE(series.statistics()->last, 4.0);
        QVERIFY(!seriesOf({nan}).statistics());
    }

    void findsTheLastPointAtOrBefore()
    {
        const MetricSeries series = seriesOf({3, 1, 2});
        QVERIFY(!series.indexAt({TrainingAxis::Step}, 9));
        QCOMPARE(*series.indexAt({TrainingAxis::Step}, 10), 0U);
        QCOMPARE(*series.indexAt({TrainingAxis::Step}, 29), 1U);
        QCOMPARE(*series.indexAt({TrainingAxis::Step}, 1e9), 2U);
        QCOMPARE(*series.indexAt({TrainingAxis::Time}, 1.5), 1U);
    }

    void supersededPointsGo()
    {
        MetricSeries series = seriesOf({3, 1, 2});
        series.setSmoothing(0.5);
        series.dropFrom(20);
        QCOMPARE(series.points().size(), 1U);
        QCOMPARE(series.statistics()->minimum, 3.0);
        series.append({20, 1, 3});
        QCOMPARE(series.smoothed()[1], 3.0);
        QVERIFY(series.restarts().empty());
    }

    void aRestartLeavesAGap()
    {
        MetricSeries series = seriesOf({3, 1, 2, 5});
        series.restartAt(40);
        series.restartAt(30);
        QCOMPARE(series.points().size(), 2U);
        QCOMPARE(series.restarts().size(), 1U);
        QCOMPARE(series.restarts().front(), 30);
        MetricSeries fresh;
        fresh.restartAt(1);
        QVERIFY(fresh.restarts().empty());
    }

    void aFullSeriesKeepsItsExtremes()
    {
        constexpr size_t most = 1000;
        MetricSeries series(most);
        series.setSmoothing(0.9);
        for (int step = 1; step <= 50'000; ++step)
            series.append({step, 0.0, step == 7777 ? 9.0 : step == 31'111 ? -9.0 : std::sin(step)});
        QVERIFY(series.points().size() <= most);
        QVERIFY(series.points().size() > most / 4);
        QVERIFY(std::ranges::is_sorted(series.points(), {}, &MetricPoint::step));
        QCOMPARE(series.smoothed().size(), series.points().size());
        const auto found = series.extremes(0, series.points().size());
        QCOMPARE(series.points()[found.high].step, 7777);
        QCOMPARE(series.points()[found.low].step, 31'111);
        QCOMPARE(series.points().back().step, 50'000);
    }

    void smoothingDoesNotDependOnWhenItIsChosen()
    {
        MetricSeries before;
        before.setSmoothing(0.9);
        for (int step = 0; step < 500; ++step)
            before.append({step, 0.0, std::sin(step)});
        MetricSeries after;
        for (int step = 0; step < 500; ++step)
            after.append({step, 0.0, std::sin(step)});
        after.setSmoothing(0.9);
        QVERIFY(std::ranges::equal(before.smoothed(), after.smoothed()));
    }
};

QTEST_GUILESS_MAIN(MetricSeriesTest)
#include "tst_metric_series.moc"
