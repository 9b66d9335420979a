#include "widgets/train/thinning.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace helicase;

namespace {

MetricSeries waves(int count)
{
    MetricSeries series;
    series.setSmoothing(0.9);
    for (int step = 1; step <= count; ++step)
        series.append(
            {step, step * 0.5,
             std::sin(step * 0.01) + (step == count / 3 ? 50 : 0) - (step == count / 2 ? 50 : 0)});
    return series;
}

} // namespace

class ThinningTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fewPointsStayAsTheyAre()
    {
        const MetricSeries series = waves(1500);
        const auto curve = thinRaw(series, TrainingAxis::Step);
        QCOMPARE(curve.size(), 1500U);
        QCOMPARE(curve[7].y, series.points()[7].value);
        QCOMPARE(thinRaw(series, TrainingAxis::Time)[7].x, 4.0);
    }

    void manyPointsKeepTheirExtremes()
    {
        for (const int count : {2001, 5000, 123'457}) {
            const MetricSeries series = waves(count);
            const auto curve = thinRaw(series, TrainingAxis::Step);
            QVERIFY(curve.size() <= largestDrawnPoints);
            QVERIFY(curve.size() > largestDrawnPoints / 3);
            QVERIFY(std::ranges::is_sorted(curve, {}, &CurvePoint::x));
            QCOMPARE(std::ranges::max(curve, {}, &CurvePoint::y).y, series.statistics()->maximum);
            QCOMPARE(std::ranges::min(curve, {}, &CurvePoint::y).y, series.statistics()->minimum);
        }
    }

    void smoothedCurveKeepsItsEnd()
    {
        for (const int count : {1, 2, 1999, 2000, 2001, 77'777}) {
            const MetricSeries series = waves(count);
            const auto curve = thinSmoothed(series, TrainingAxis::Step);
            QVERIFY(curve.size() <= largestDrawnPoints);
            QCOMPARE(curve.back().x, static_cast<double>(count));
            QCOMPARE(curve.back().y, series.smoothed().back());
        }
        QVERIFY(thinSmoothed(MetricSeries(), TrainingAxis::Step).empty());
    }

    void notANumberBreaksTheLine()
    {
        MetricSeries series;
        for (int step = 0; step < 10'000; ++step)
            series.append(
                {step, 0.0,
                 step >= 4000 && step < 6000 ? std::numeric_limits<double>::quiet_NaN() : 1.0});
        const auto curve = thinRaw(series, TrainingAxis::Step);
        QVERIFY(std::ranges::any_of(curve,
                                    [](const CurvePoint &point) { return std::isnan(point.y); }));
    }

    void envelopeHoldsEveryValue()
    {
        const MetricSeries series = waves(4000);
        const auto band = envelope(series, TrainingAxis::Step);
        QCOMPARE(band.size(), 500U);
        for (const EnvelopePoint &point : band)
            QVERIFY(point.low <= point.high);
        QCOMPARE(std::ranges::max(band, {}, &EnvelopePoint::high).high,
                 series.statistics()->maximum);
        QVERIFY(envelope(waves(5), TrainingAxis::Step).empty());
    }
};

QTEST_GUILESS_MAIN(ThinningTest)
#include "tst_thinning.moc"
