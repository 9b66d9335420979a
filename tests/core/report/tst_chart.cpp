#include "core/report/axis.h"
#include "core/report/chart.h"
#include "core/report/svg.h"

#include <QDomDocument>
#include <QtTest>

#include <cmath>

using namespace helicase;

class TestChart : public QObject {
    Q_OBJECT

    static QDomDocument parsed(const std::string &svg)
    {
        QDomDocument document;
        QString message;
        if (!document.setContent(QByteArray::fromStdString(svg), &message))
            qFatal("not well-formed: %s", qPrintable(message));
        return document;
    }

private Q_SLOTS:
    void ticksAreRoundAndCoverTheRange_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QString>("last");
        QTest::newRow("steps") << 0.0 << 3000.0 << "3,000";
        QTest::newRow("shares") << 0.0 << 0.93 << "1";
        QTest::newRow("small") << 0.0 << 0.0003 << "0.0003";
        QTest::newRow("one value") << 5.0 << 5.0 << "6";
    }

    void ticksAreRoundAndCoverTheRange()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        const Axis axis(low, high, 0, 100);
        QVERIFY(axis.ticks().front() <= low && axis.ticks().back() >= high);
        QVERIFY(axis.ticks().size() >= 3 && axis.ticks().size() <= 12);
        QCOMPARE(axis.pixel(axis.ticks().back()), 100.0);
        QTEST(QString::fromStdString(axis.label(axis.ticks().back())), "last");
    }

    void linesSkipValuesThatAreNone()
    {
        LineChart chart{.title = "a & b", .xTitle = "Step", .yTitle = "Loss"};
        chart.series.push_back({.name = "x", .x = {0, 1, 2}, .y = {1, std::nan(""), 3}});
        const std::string svg = drawLines(chart);
        const auto lines = parsed(svg).elementsByTagName("polyline");
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.at(0).toElement().attribute("points").trimmed().split(' ').size(), 2);
        QVERIFY(svg.find("nan") == std::string::npos);
    }

    void thinningKeepsTheSpike()
    {
        Series series{.name = "x"};
        for (int i = 0; i < 100'000; ++i) {
            series.x.push_back(i);
            series.y.push_back(i == 54'321 ? 100 : 1);
        }
        const auto document = parsed(drawLines({.title = "t", .series = {series}}));
        const auto points = document.elementsByTagName("polyline").at(0).toElement().attribute("points").trimmed().split(' ');
        QVERIFY(points.size() <= 2100);
        double highest = 1e9;
        for (const QString &point : points)
            highest = std::min(highest, point.split(',').at(1).toDouble());
        QVERIFY(highest < 60); // the top of the plot
    }

    void emptyChartSaysSo()
    {
        QVERIFY(drawLines({.title = "t"}).find("No values were recorded.") != std::string::npos);
    }

    void barsStandForTheirValues()
    {
        const auto document = parsed(drawBars({.title = "t", .groups = {"50 %", "90 %"}, .names = {"a", "b"}, .values = {{4, 2}, {1, 0}}}));
        const auto bars = document.elementsByTagName("rect");
        QCOMPARE(bars.size(), 5); // the ground and four bars
        const double tall = bars.at(1).toElement().attribute("height").toDouble();
        const double half = bars.at(2).toElement().attribute("height").toDouble();
        QVERIFY(tall > half);
    }

    void cloudDrawsEveryPointAndNamesEveryLabel()
    {
        const std::string svg = drawCloud({.title = "t", .points = {{0, 0, 0}, {1, 1, 1}, {2, 0, 1}}, .labels = {"b", "a", ""}});
        QCOMPARE(parsed(svg).elementsByTagName("circle").size(), 3 + 2);
        QVERIFY(svg.find("#C3C9D0") != std::string::npos);
    }

    void matrixShowsItsCounts()
    {
        const std::string svg = drawMatrix({.title = "t", .rows = {"E. coli"}, .columns = {"bin 1", "none"}, .values = {{85, 0}}});
        QVERIFY(svg.find(">85<") != std::string::npos);
        QVERIFY(svg.find(">0<") == std::string::npos);
        parsed(svg);
    }

    void scatterHasAPointPerExampleAndTheLineOfAgreement()
    {
        const QDomDocument document = parsed(drawScatter({.title = "Predicted",
                                                          .note = "3 examples",
                                                          .xTitle = "Measured",
                                                          .yTitle = "Predicted",
                                                          .x = {0, 1, 10},
                                                          .y = {1, 1, 8}}));
        const QDomNodeList dots = document.elementsByTagName("circle");
        QCOMPARE(dots.size(), 3);
        // 1 is the same distance from the axes in both directions: the scales are equal.
        const QDomElement dot = dots.at(1).toElement();
        const double x = dot.attribute("cx").toDouble(), y = dot.attribute("cy").toDouble();
        const QDomElement zero = dots.at(0).toElement();
        QVERIFY(std::abs((x - zero.attribute("cx").toDouble()) / (460.0 - 64 - 16) - 0.1) < 1e-3);
        QVERIFY(std::abs(y - zero.attribute("cy").toDouble()) < 1e-9);
        int dashed = 0;
        const QDomNodeList lines = document.elementsByTagName("line");
        for (int i = 0; i < lines.size(); ++i)
            dashed += lines.at(i).toElement().hasAttribute("stroke-dasharray");
        QCOMPARE(dashed, 1);
        // A hundred thousand examples stay a small picture that says what it leaves out.
        ScatterChart many{.title = "many", .note = "many"};
        many.x.assign(100'000, 1.0);
        many.y.assign(100'000, 2.0);
        const QDomDocument thinned = parsed(drawScatter(many));
        QCOMPARE(thinned.elementsByTagName("circle").size(), 10'000);
        QVERIFY(thinned.toString().contains("every 10. is drawn"));
    }
};

QTEST_GUILESS_MAIN(TestChart)
#include "tst_chart.moc"
