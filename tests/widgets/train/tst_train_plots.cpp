// The plots of the Train panel: axes, outliers, several runs, toggles of the legend, export, and
// how long drawing takes.
#include "tests/support/time_limit.h"
#include "tests/widgets/train/train_fixture.h"
#include "widgets/train/training_view.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include <set>

using namespace helicase;

namespace {

MetricPlot &lossOf(TrainFixture &fixture)
{
    return *fixture.panel.view()->lossPlot();
}

void writeSteps(FakeRun &run, int first, int last)
{
    for (int step = first; step <= last; ++step)
        run.step(step, step / 20.0,
                 {{"train/loss", step == 50 ? 1000.0 : 1 + 1.0 / step},
                  {"learning_rate", 1e-4},
                  {"tokens_seen", step * 2048.0}});
}

QCPGraph *graphNamed(const MetricPlot &plot, const QString &name)
{
    for (int index = 0; index < plot.graphCount(); ++index)
        if (plot.graph(index)->name() == name)
            return plot.graph(index);
    return nullptr;
}

double lastKey(const QCPGraph *graph)
{
    return graph && !graph->data()->isEmpty() ? std::prev(graph->data()->constEnd())->key : -1;
}

QStringList linesOf(const QString &file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly)
               ? QString::fromUtf8(opened.readAll()).split('\n', Qt::SkipEmptyParts)
               : QStringList();
}

// Falls as losses do, and is as noisy.
double lossAt(int64_t step)
{
    const auto noise = static_cast<double>(step * 2'654'435'761 % 4'294'967'296) / 4'294'967'296;
    return 1 + 4 / (1 + static_cast<double>(step) / 50'000) + 0.6 * (noise - 0.5);
}

// A run of so many steps, as its events come: in batches.
void grow(RunHistory &history, int64_t steps)
{
    constexpr int64_t batch = 10'000;
    std::vector<Event> events;
    for (int64_t begin = history.lastStep(), end = begin + steps; begin < end; begin += batch) {
        events.clear();
        for (int64_t step = begin + 1; step <= std::min(begin + batch, end); ++step)
            events.push_back({.time = 1e9 + static_cast<double>(step),
                              .kind = "metrics",
                              .step = step,
                              .metrics = {{"train/loss", lossAt(step)}}});
        history.take(events);
    }
}

} // namespace

class TrainPlotsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void axesCountStepsEpochsTimeAndTokens()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        writeSteps(run, 1, 80);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        const auto drawnEnd = [&] {
            return lastKey(graphNamed(lossOf(fixture), "contrastive-01"));
        };
        QTRY_COMPARE(drawnEnd(), 80.0);
        fixture.find<QToolButton>("train.axis.epoch")->click();
        QTRY_COMPARE(drawnEnd(), 4.0);
        QCOMPARE(lossOf(fixture).xAxis->label(), "Epoch");
        QTRY_COMPARE(lossOf(fixture).xAxis->range().upper, 5.0); // of 100 steps
        fixture.find<QToolButton>("train.axis.tokens")->click();
        QTRY_COMPARE(drawnEnd(), 80 * 2048.0);
        fixture.panel.view()->setCrosshair(40 * 2048.0);
        const QAbstractItemModel *values = fixture.find<QTableView>("train.values")->model();
        QCOMPARE(values->headerData(1, Qt::Horizontal).toString(), "At 81,920 tokens");
        fixture.find<QToolButton>("train.axis.time")->click();
        QTRY_VERIFY(drawnEnd() >= 0 && drawnEnd() < 60);
    }

    void runsWithoutTokensAreNamed()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 20);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-01")), 20.0);
        fixture.find<QToolButton>("train.axis.tokens")->click();
        const auto isNoted = [&] {
            for (const QLabel *label : fixture.panel.view()->findChildren<QLabel *>())
                if (label->text().endsWith("no tokens known of contrastive-01"))
                    return true;
            return false;
        };
        QTRY_VERIFY(isNoted());
        QCOMPARE(graphNamed(lossOf(fixture), "contrastive-01"), nullptr);
    }

    void outliersDoNotStretchTheAxis()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        writeSteps(run, 1, 200);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-01")), 200.0);
        QVERIFY(lossOf(fixture).yAxis->range().upper >= 1000);
        fixture.find<QToolButton>("train.clip")->click();
        QTRY_VERIFY(lossOf(fixture).yAxis->range().upper < 100);
        // It is still drawn.
        const QCPGraph *graph = graphNamed(lossOf(fixture), "contrastive-01");
        QCOMPARE(graph->data()->findBegin(50, false)->value, 1000.0);
        fixture.find<QToolButton>("train.clip")->click();
        QTRY_VERIFY(lossOf(fixture).yAxis->range().upper >= 1000);
    }

    void aFinishedRunLiesBesideTheRunningOne()
    {
        TrainFixture fixture;
        FakeRun finished(fixture.runFolder("contrastive-01"));
        writeSteps(finished, 1, 100);
        finished.validation(0.5);
        finished.state("done");
        FakeRun running(fixture.runFolder("contrastive-02"));
        writeSteps(running, 1, 30);
        running.validation(0.75);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        fixture.panel.attach(fixture.runFolder("contrastive-02"));
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-01")), 100.0);
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-02")), 30.0);
        QVERIFY(graphNamed(lossOf(fixture), "contrastive-01")->pen().color().rgb() !=
                graphNamed(lossOf(fixture), "contrastive-02")->pen().color().rgb());
        QCOMPARE(fixture.find<QTableView>("train.values")->model()->rowCount(), 4);
        fixture.find<QToolButton>("train.legend.eye.contrastive-01")->click();
        QTRY_COMPARE(graphNamed(lossOf(fixture), "contrastive-01"), nullptr);
        QVERIFY(graphNamed(lossOf(fixture), "contrastive-02") != nullptr);
    }

    void twelveRunsAreToldApart()
    {
        constexpr int count = 12;
        TrainFixture fixture;
        std::vector<std::unique_ptr<FakeRun>> written;
        for (int index = 0; index < count; ++index) {
            const QString name = QStringLiteral("run-%1").arg(index + 1, 2, 10, QLatin1Char('0'));
            written.push_back(std::make_unique<FakeRun>(fixture.runFolder(name)));
            for (int step = 1; step <= 200; ++step)
                written.back()->step(step, 0.1, {{"train/loss", index + 1 + 3.0 / step}});
            written.back()->validation(index + 1);
            fixture.panel.attach(fixture.runFolder(name));
        }
        std::set<QRgb> colours;
        std::set<std::pair<QRgb, int>> styles;
        for (const auto &run : fixture.panel.runs()) {
            QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), run->name())), 200.0);
            QTRY_VERIFY(graphNamed(lossOf(fixture), run->name() + ", validation"));
            const QCPGraph *smooth = graphNamed(lossOf(fixture), run->name() + ", smoothed");
            const QCPGraph *marked = graphNamed(lossOf(fixture), run->name() + ", validation");
            QCOMPARE(marked->pen().color().rgb(), smooth->pen().color().rgb());
            colours.insert(smooth->pen().color().rgb());
            styles.emplace(smooth->pen().color().rgb(), marked->scatterStyle().shape());
            auto *entry = fixture.find<QToolButton>(qPrintable("train.legend.run." + run->name()));
            QVERIFY(entry && entry->isVisible());
            const QRect place(entry->mapTo(fixture.panel.view(), QPoint()), entry->size());
            QVERIFY2(fixture.panel.view()->rect().contains(place), qPrintable(run->name()));
        }
        QCOMPARE(colours.size(), size_t{count});
        QCOMPARE(styles.size(), size_t{count});
        QCOMPARE(fixture.find<QTableView>("train.values")->model()->rowCount(), 2 * count);
        QVERIFY(lossOf(fixture).height() >= 150); // the legend leaves room for it
        QElapsedTimer clock;
        clock.start();
        lossOf(fixture).replot(QCustomPlot::rpImmediateRefresh);
        qInfo("replot of %d runs: %.1f ms", count, static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }

    void kindsOfCurvesAreToggledByTheLegend()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        writeSteps(run, 1, 30);
        run.validation(0.75);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_VERIFY(graphNamed(lossOf(fixture), "contrastive-01, validation") != nullptr);
        fixture.find<QToolButton>("train.legend.validation")->click();
        QTRY_COMPARE(graphNamed(lossOf(fixture), "contrastive-01, validation"), nullptr);
        QVERIFY(graphNamed(lossOf(fixture), "contrastive-01") != nullptr);
        fixture.find<QToolButton>("train.legend.training")->click();
        QTRY_COMPARE(graphNamed(lossOf(fixture), "contrastive-01"), nullptr);
        fixture.find<QToolButton>("train.legend.validation")->click();
        QTRY_VERIFY(graphNamed(lossOf(fixture), "contrastive-01, validation") != nullptr);
    }

    void marksAreDrawnWhereTheyBelong()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        writeSteps(run, 1, 30);
        run.message("Loss is NaN at step 31. The batch was skipped (policy: skip).", "warning");
        run.message("highest learning rate set to 1e-4; the schedule goes on from there");
        run.message("highest learning rate set to 2e-4; the schedule goes on from there");
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        const auto textOf = [&](const QString &text) -> const QCPItemText * {
            for (int index = 0; index < lossOf(fixture).itemCount(); ++index)
                if (const auto *item = qobject_cast<QCPItemText *>(lossOf(fixture).item(index));
                    item && item->text() == text)
                    return item;
            return nullptr;
        };
        QTRY_VERIFY(textOf("✕ NaN, batch skipped") != nullptr);
        QCOMPARE(textOf("✕ NaN, batch skipped")->color(),
                 fixture.services.theme.color(ColorRole::Error));
        // Two flags in one place stand in two rows.
        const auto *first = textOf("rate 1e-4");
        const auto *second = textOf("rate 2e-4");
        QVERIFY(first && second);
        QCOMPARE(first->position->key(), 30.0);
        QVERIFY(first->position->coords().y() != second->position->coords().y());
    }

    void everyValueIsExported()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        writeSteps(run, 1, 3000);
        run.validation(0.75);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-01")), 3000.0);
        QTRY_VERIFY(graphNamed(lossOf(fixture), "contrastive-01, validation") != nullptr);
        const QString all = fixture.temporary.filePath("all.csv");
        lossOf(fixture).saveTable(all, false);
        const QStringList lines = linesOf(all);
        QCOMPARE(lines.size(), 1 + 3000 + 1);
        QCOMPARE(lines.front(), "run,metric,step,epoch,seconds,tokens,value,smoothed");
        QVERIFY(lines[50].startsWith("contrastive-01,train/loss,50,2.5,"));
        QVERIFY(lines[50].contains(",102400,1000,"));
        QVERIFY(lines.back().startsWith("contrastive-01,validation/loss,3000,"));
        lossOf(fixture).xAxis->setRange(100, 199);
        const QString view = fixture.temporary.filePath("view.csv");
        lossOf(fixture).saveTable(view, true);
        QCOMPARE(linesOf(view).size(), 1 + 100);
    }

    void everyPlotIsExported()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 30);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-01")), 30.0);
        QStringList names;
        for (const NamedFigure &figure : fixture.panel.view()->figures()) {
            names << figure.name;
            for (const char *kind : {"svg", "png", "pdf"}) {
                const QString file =
                    fileOfFigure(fixture.temporary.filePath("run.") + kind, figure.name);
                figure.writers.picture(file);
                QVERIFY2(QFileInfo(file).size() > 500, qPrintable(file));
            }
        }
        QCOMPARE(names, (QStringList{"loss", "learning_rate", "gradient_norm", "throughput"}));
        QVERIFY(QFileInfo::exists(fixture.temporary.filePath("run-gradient_norm.svg")));
    }

    void zoomingShowsWhatIsBetween()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        writeSteps(run, 1, 6000);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(lastKey(graphNamed(lossOf(fixture), "contrastive-01")), 6000.0);
        QVERIFY(graphNamed(lossOf(fixture), "contrastive-01")->dataCount() <= 2000);
        for (int step = 0; step < 12; ++step) {
            QWheelEvent wheel(lossOf(fixture).axisRect()->center(),
                              lossOf(fixture).mapToGlobal(lossOf(fixture).axisRect()->center()), {},
                              {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&lossOf(fixture), &wheel);
        }
        const double width = lossOf(fixture).xAxis->range().size();
        QVERIFY(width < 600);
        const auto inView = [&] {
            return graphNamed(lossOf(fixture), "contrastive-01")->dataCount();
        };
        // Every value in view, and the next ones beside it.
        QTRY_VERIFY(inView() >= width && inView() <= width + 4);
    }

    void millionsOfPointsStayFluent()
    {
        const int64_t points = test::isTimed() ? 10'000'000 : 300'000;
        Theme theme;
        RunHistory history;
        history.setSmoothing(0.86);
        QElapsedTimer clock;
        clock.start();
        grow(history, points);
        qInfo("%lld points arrived in %lld ms", static_cast<long long>(points),
              static_cast<long long>(clock.elapsed()));
        MetricPlot plot(theme, "plot", "Loss plot", metric::trainLoss, MetricPlot::Size::Main);
        plot.resize(900, 500);
        plot.show();
        const std::vector<PlottedRun> runs = {
            {.name = "contrastive-01", .color = Qt::darkBlue, .history = &history}};
        const auto replotMilliseconds = [&] {
            constexpr int rounds = 5;
            qint64 refreshed = std::numeric_limits<qint64>::max();
            qint64 fastest = std::numeric_limits<qint64>::max();
            for (int round = 0; round < rounds; ++round) {
                grow(history, 100); // as it goes on
                clock.restart();
                plot.refresh(runs, {.clipsOutliers = true});
                refreshed = std::min(refreshed, clock.nsecsElapsed());
                plot.replot(QCustomPlot::rpImmediateRefresh);
                fastest = std::min(fastest, clock.nsecsElapsed());
            }
            qInfo("of it thinning: %.1f ms", static_cast<double>(refreshed) / 1e6);
            return static_cast<double>(fastest) / 1e6;
        };
        const double whole = replotMilliseconds();
        plot.xAxis->setRange(1000, 60'000);
        QTest::keyClick(&plot, Qt::Key_Right); // the view is the user's now
        const double part = replotMilliseconds();
        qInfo("replot: %.1f ms of the whole, %.1f ms of a part", whole, part);
        const auto limit = static_cast<double>(test::timeLimit(16));
        QVERIFY2(whole < limit, qPrintable(QString::number(whole)));
        QVERIFY2(part < limit, qPrintable(QString::number(part)));
    }
};

QTEST_MAIN(TrainPlotsTest)
#include "tst_train_plots.moc"
