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
        const auto curve = thinRaw(DrawnPart::all(series, {TrainingAxis::Step}));
        QCOMPARE(curve.size(), 1500U);
        QCOMPARE(curve[7].y, series.points()[7].value);
        QCOMPARE(thinRaw(DrawnPart::all(series, {TrainingAxis::Time}))[7].x, 4.0);
    }

    void manyPointsKeepTheirExtremes()
    {
        for (const int count : {2001, 5000, 123'457}) {
            const MetricSeries series = waves(count);
            const auto curve = thinRaw(DrawnPart::all(series, {TrainingAxis::Step}));
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
            const auto curve = thinSmoothed(DrawnPart::all(series, {TrainingAxis::Step}));
            QVERIFY(curve.size() <= largestDrawnPoints);
            QCOMPARE(curve.back().x, static_cast<double>(count));
            QCOMPARE(curve.back().y, series.smoothed().back());
        }
        const MetricSeries empty;
        QVERIFY(thinSmoothed(DrawnPart::all(empty, {})).empty());
    }

    void notANumberBreaksTheLine()
    {
        MetricSeries series;
        for (int step = 0; step < 10'000; ++step)
            series.append(
                {step, 0.0,
                 step >= 4000 && step < 6000 ? std::numeric_limits<double>::quiet_NaN() : 1.0});
        const auto curve = thinRaw(DrawnPart::all(series, {TrainingAxis::Step}));
        QVERIFY(std::ranges::any_of(curve,
                                    [](const CurvePoint &point) { return std::isnan(point.y); }));
    }

    void envelopeHoldsEveryValue()
    {
        const MetricSeries series = waves(4000);
        const auto band = envelope(DrawnPart::all(series, {TrainingAxis::Step}));
        QCOMPARE(band.size(), 500U);
        for (const EnvelopePoint &point : band)
            QVERIFY(point.low <= point.high);
        QCOMPARE(std::ranges::max(band, {}, &EnvelopePoint::high).high,
                 series.statistics()->maximum);
        const MetricSeries few = waves(5);
        QVERIFY(envelope(DrawnPart::all(few, {})).empty());
    }

    // What is zoomed into is thinned by itself: the closer, the more of it is seen.
    void onlyWhatIsInViewIsThinned()
    {
        const MetricSeries series = waves(100'000);
        const auto part = DrawnPart::between(series, {}, 5000.5, 6000.5);
        QCOMPARE(part.points().front().step, 5000);
        QCOMPARE(part.points().back().step, 6001);
        QCOMPARE(thinRaw(part).size(), 1002U);
        const auto wide = thinRaw(DrawnPart::between(series, {}, 5000, 95'000));
        QVERIFY(wide.size() <= largestDrawnPoints);
        QCOMPARE(std::ranges::max(wide, {}, &CurvePoint::y).y, series.statistics()->maximum);
        QVERIFY(DrawnPart::between(series, {}, -9, -5).points().empty());
        QCOMPARE(DrawnPart::between(series, {}, 2e5, 3e5).points().size(), 1U);
    }

    void aRestartBreaksTheLine()
    {
        for (const int count : {100, 50'000}) {
            MetricSeries series = waves(count);
            series.restartAt(count / 2);
            for (int step = count / 2; step <= count; ++step)
                series.append({step, 0.0, 1.0});
            for (const auto &curve :
                 {thinRaw(DrawnPart::all(series, {})), thinSmoothed(DrawnPart::all(series, {}))}) {
                const auto isGap = [](const CurvePoint &point) { return std::isnan(point.y); };
                QCOMPARE(std::ranges::count_if(curve, isGap), 1);
                QCOMPARE(std::ranges::find_if(curve, isGap)->x, static_cast<double>(count / 2));
            }
        }
    }

    void extremesOfAnyStretch()
    {
        MetricSeries series;
        for (int step = 0; step < 3000; ++step)
            series.append({step, 0.0,
                           step % 97 == 5 ? std::numeric_limits<double>::quiet_NaN()
                                          : std::sin(step * step * 0.37)});
        for (size_t begin = 0; begin < 3000; begin += 113)
            for (size_t end = begin + 1; end <= 3000; end += 211) {
                const auto points = series.points().subspan(begin, end - begin);
                double low = std::numeric_limits<double>::infinity();
                for (const MetricPoint &point : points)
                    if (point.value < low)
                        low = point.value;
                const auto found = series.extremes(begin, end);
                QCOMPARE(found.isEmpty(), std::isinf(low));
                if (!found.isEmpty())
                    QCOMPARE(series.points()[found.low].value, low);
            }
    }

    void theUsualRangeLeavesOutliersOut()
    {
        std::vector<double> values;
        for (int index = 0; index < 1000; ++index)
            values.push_back(index * 0.001);
        values[500] = 1e9;
        values[501] = -1e9;
        values[502] = std::numeric_limits<double>::quiet_NaN();
        const auto range = usualRange(values);
        QVERIFY(range.has_value());
        QVERIFY(range->first >= 0 && range->first < 0.02);
        QVERIFY(range->second > 0.98 && range->second < 1);
        QVERIFY(!usualRange({}));
        QCOMPARE(usualRange({2.0})->first, 2.0);
    }
};

QTEST_GUILESS_MAIN(ThinningTest)
#include "tst_thinning.moc"
