#include "core/dataset/tensor_statistics.h"

#include "core/base/error.h"
#include "core/dataset/float_conversion.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace helicase;

namespace {

TensorView view(const std::vector<float> &values, std::vector<int64_t> shape = {})
{
    if (shape.empty())
        shape = {static_cast<int64_t>(values.size())};
    return {"F32", std::move(shape), std::as_bytes(std::span(values))};
}

bool isNear(double found, double expected)
{
    return std::abs(found - expected) <= 1e-12 * std::max(1.0, std::abs(expected));
}

} // namespace

class TestTensorStatistics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownNumbers_data()
    {
        QTest::addColumn<QString>("type");
        for (const char *type : {"F32", "F64", "F16", "BF16"})
            QTest::newRow(type) << type;
    }

    void knownNumbers()
    {
        QFETCH(QString, type);
        const std::vector<float> values{-3, 0, 1, 2, 5, 1};
        const ConvertedNumbers numbers = convertNumbers(view(values), type.toStdString());
        const TensorView tensor{type.toStdString(), {2, 3}, numbers.bytes};
        const auto statistics = statisticsOf(tensor);
        QVERIFY(statistics.has_value());
        QCOMPARE(statistics->count, 6);
        QCOMPARE(statistics->minimum, -3.0);
        QCOMPARE(statistics->maximum, 5.0);
        QVERIFY(isNear(statistics->mean, 1.0));
        QVERIFY(isNear(statistics->standardDeviation, std::sqrt(34.0 / 6)));
        QVERIFY(isNear(statistics->norm, std::sqrt(40.0)));
        QCOMPARE(statistics->zeroCount, 1);
        QCOMPARE(statistics->nanCount + statistics->infiniteCount, 0);
        QCOMPARE(histogramOf(tensor, -3, 5, 4), (std::vector<int64_t>{1, 1, 3, 1}));
    }

    // Far from zero, sums of squares in single precision would have no digit left.
    void manyBlocksFarFromZero()
    {
        std::vector<float> values(100'003);
        for (size_t i = 0; i < values.size(); ++i)
            values[i] = 1000.0F + static_cast<float>(i % 2 == 0 ? 1 : -1) / 8;
        const auto statistics = statisticsOf(view(values));
        QVERIFY(std::abs(statistics->standardDeviation - 0.125) < 1e-9);
        QVERIFY(std::abs(statistics->mean - 1000) < 1e-5);
        const std::vector<int64_t> counts =
            histogramOf(view(values), statistics->minimum, statistics->maximum, 60);
        QCOMPARE(counts.front(), 50'001);
        QCOMPARE(counts.back(), 50'002);
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), int64_t{0}), 100'003);
    }

    void whatIsNoNumberIsCountedApart()
    {
        const float nan = std::nanf("");
        const auto some = statisticsOf(view({nan, 4, INFINITY, 2, nan, -INFINITY}));
        QCOMPARE(some->nanCount, 2);
        QCOMPARE(some->infiniteCount, 2);
        QCOMPARE(some->minimum, 2.0);
        QCOMPARE(some->mean, 3.0);
        const auto none = statisticsOf(view({nan, nan}));
        QCOMPARE(none->nanCount, 2);
        QVERIFY(std::isnan(none->minimum) && std::isnan(none->mean) &&
                std::isnan(none->standardDeviation));
        QCOMPARE(histogramOf(view({nan, 7, 7}), 7, 7, 3), (std::vector<int64_t>{2, 0, 0}));
    }

    void otherTypesAndEmptyTensors()
    {
        const std::vector<int64_t> ids{1, 2};
        QVERIFY(!statisticsOf({"I64", {2}, std::as_bytes(std::span(ids))}));
        QVERIFY(histogramOf({"I64", {2}, std::as_bytes(std::span(ids))}, 0, 1, 4).empty());
        const auto empty = statisticsOf({"F32", {0, 4}, {}});
        QCOMPARE(empty->count, 0);
        QVERIFY(std::isnan(empty->maximum));
    }

    void largestSingularValueOfKnownMatrices()
    {
        QVERIFY(std::abs(*largestSingularValue(view({3, 0, 0, 0, -4, 0}, {2, 3})) - 4) < 1e-3);
        // An outer product: the length of one vector times that of the other.
        QVERIFY(std::abs(*largestSingularValue(view({2, 4, 4, 3, 6, 6}, {2, 3})) -
                         std::sqrt(13.0) * 3) < 1e-3);
        QCOMPARE(*largestSingularValue(view({0, 0, 0, 0}, {2, 2})), 0.0);
        QVERIFY(!largestSingularValue(view({1, 2})));
        QVERIFY(!largestSingularValue(view({std::nanf(""), 2}, {1, 2})));
    }

    void stopsOnRequest()
    {
        std::stop_source stop;
        stop.request_stop();
        const std::vector<float> values(10);
        QVERIFY_THROWS_EXCEPTION(Stopped, statisticsOf(view(values), stop.get_token()));
        QVERIFY_THROWS_EXCEPTION(Stopped, histogramOf(view(values), 0, 1, 3, stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestTensorStatistics)
#include "tst_tensor_statistics.moc"
