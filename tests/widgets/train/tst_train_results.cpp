// A classification run in the Train panel: its metrics while it goes on, its result when it is
// done.
#include "tests/widgets/evaluate/small_predictions.h"
#include "tests/widgets/evaluate/small_values.h"
#include "tests/widgets/train/train_fixture.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/band.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/confusion_matrix.h"
#include "widgets/evaluate/regression_view.h"
#include "widgets/evaluate/value_scatter.h"
#include "widgets/train/run_results.h"
#include "widgets/train/training_view.h"

#include <QFontMetrics>
#include <QLabel>
#include <QListWidget>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

using namespace helicase;

namespace {

void writeResult(const TrainFixture &fixture, const FakeRun &run)
{
    test::writeSmallClassification(run.files().root(),
                                   fixture.temporary.filePath("test.csv").toStdString());
}

// Two evaluations: the first one is the better by the correlation, the second by the loss.
void train(FakeRun &run)
{
    run.steps(1, 20);
    run.evaluation({{"loss", 0.6}, {"matthews_correlation", 0.7}, {"accuracy", 0.8}});
    run.steps(21, 40);
    run.evaluation({{"loss", 0.5}, {"matthews_correlation", 0.6}, {"accuracy", 0.75}});
    run.best(20);
}

QStringList plotNames(const TrainPanel &panel)
{
    QStringList names;
    for (const MetricPlot *plot : panel.view()->plots())
        names.append(plot->objectName().mid(int(qstrlen("train.plot."))));
    return names;
}

} // namespace

class TrainResultsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void plotsAreThoseOfTheTask()
    {
        TrainFixture fixture;
        QCOMPARE(plotNames(fixture.panel),
                 (QStringList{"loss", "learning_rate", "gradient_norm", "throughput"}));
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        fixture.panel.attach(fixture.runFolder("classify-01"));
        QTRY_COMPARE(plotNames(fixture.panel),
                     (QStringList{"loss", "matthews_correlation", "accuracy", "learning_rate",
                                  "gradient_norm", "throughput"}));
        auto *plot = fixture.find<MetricPlot>("train.plot.matthews_correlation");
        QVERIFY(plot->isVisible());
        QTRY_COMPARE(plot->graphCount(), 2);
        QCOMPARE(plot->graph(0)->data()->size(), 2);
        // The worker judged step 20 best, whatever the loss says.
        QTRY_COMPARE(plot->graph(1)->data()->constBegin()->key, 20.0);
        QCOMPARE(plot->graph(1)->data()->constBegin()->value, 0.7);
        QVERIFY(plot->accessibleDescription().contains("classify-01 last 0.600"));
        // A run of another task brings its own.
        FakeRun other(fixture.runFolder("contrastive-01"));
        other.steps(1, 5);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(plotNames(fixture.panel),
                     (QStringList{"loss", "learning_rate", "gradient_norm", "throughput"}));
        QVERIFY(!plot->isVisible());
        // The legend only names the run that has no curves here.
        QTRY_VERIFY(!fixture.find<QToolButton>("train.legend.eye.classify-01"));
        QVERIFY(fixture.find<QToolButton>("train.legend.eye.contrastive-01"));
        QVERIFY(fixture.find<QToolButton>("train.legend.run.classify-01")->isVisible());
    }

    void valuesNameEveryMetric()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        fixture.panel.attach(fixture.runFolder("classify-01"));
        const QAbstractItemModel *values = fixture.find<QTableView>("train.values")->model();
        QTRY_COMPARE(values->rowCount(), 4);
        QCOMPARE(values->index(2, 0).data().toString(), QString("classify-01 MCC"));
        QCOMPARE(values->index(2, 2).data().toString(), QString("0.6000"));
        QCOMPARE(values->index(2, 5).data().toString(), QString("0.7000"));
        QCOMPARE(values->index(2, 6).data().toString(), QString("20"));
        fixture.panel.view()->setCrosshair(30.0);
        QCOMPARE(values->index(3, 1).data().toString(), QString("0.8000"));
    }

    void theBestCheckpointIsNamed()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        run.steps(1, 20);
        run.checkpoint();
        run.best(20);
        fixture.panel.attach(fixture.runFolder("classify-01"));
        auto *events = fixture.find<QListWidget>("train.events");
        QTRY_VERIFY(events->count() > 0 &&
                    events->item(0)->text().endsWith("Checkpoint 20 saved, best so far"));
    }

    void resultsWaitForTheEnd()
    {
        TrainFixture fixture;
        fixture.services.actions.find("train.showResults")->trigger();
        QCOMPARE(fixture.panel.page(), TrainPanel::Page::Results);
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        fixture.panel.attach(fixture.runFolder("classify-01"));
        auto *empty = fixture.find<QWidget>("train.results.empty");
        QTRY_VERIFY(empty->accessibleName().startsWith("No result yet"));
        QVERIFY(empty->isVisible());
        run.state("stopped");
        QTRY_VERIFY(empty->accessibleName().contains("was stopped"));
    }

    void aRunThatIsDoneShowsItsResult()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        fixture.panel.attach(fixture.runFolder("classify-01"));
        QTRY_COMPARE(fixture.find<QLabel>("train.run.state")->text(), QString("Running"));
        QCOMPARE(fixture.panel.page(), TrainPanel::Page::Curves);
        writeResult(fixture, run);
        run.state("done");
        QTRY_COMPARE(fixture.panel.page(), TrainPanel::Page::Results);
        QVERIFY(fixture.panel.results()->isShowingResult());
        const ClassificationView *view = fixture.panel.results()->classes();
        QVERIFY(view->figures()->text().startsWith("Accuracy 0.667, 8 of 12"));
        QCOMPARE(view->record()->name, QString("classify-01"));
        for (const char *name : {"train.confusion", "train.roc"})
            QVERIFY2(fixture.find<QWidget>(name)->isVisible(), name);
        QCOMPARE(fixture.services.toasts, QStringList{"classify-01 finished after 40 steps."});
        // The tools of the curves are without use here.
        QVERIFY(!fixture.find<QToolButton>("train.logY")->isEnabled());
        fixture.find<QToolButton>("train.page.curves")->click();
        QCOMPARE(fixture.panel.page(), TrainPanel::Page::Curves);
        QVERIFY(fixture.find<QToolButton>("train.logY")->isEnabled());
    }

    void aRegressionShowsItsValues()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        run.steps(1, 40);
        run.evaluation({{"loss", 0.5}, {"pearson", 0.9}, {"spearman", 0.8}});
        test::writeSmallRegression(run.files().root(),
                                   fixture.temporary.filePath("test.csv").toStdString());
        run.state("done");
        fixture.panel.openArgument(fixture.runFolder("classify-01"));
        QTRY_COMPARE(fixture.panel.page(), TrainPanel::Page::Results);
        const RegressionView *view = fixture.panel.results()->values();
        QVERIFY(view->isVisible());
        QVERIFY(!fixture.panel.results()->classes()->isVisible());
        QVERIFY(view->figures()->text().startsWith("Pearson r 0.981, n = 6"));
        QVERIFY(view->scatter()->isVisible());
        QCOMPARE(view->scatter()->objectName(), QString("train.regression.scatter"));
        // Its curves are those of values.
        QTRY_VERIFY(plotNames(fixture.panel).contains("pearson"));
    }

    void aFinishedRunOpensWithItsResult()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        run.state("done");
        writeResult(fixture, run);
        fixture.panel.openArgument(fixture.runFolder("classify-01"));
        QTRY_COMPARE(fixture.panel.page(), TrainPanel::Page::Results);
        QVERIFY(fixture.panel.results()->isShowingResult());
        // Another run's place is empty.
        FakeRun other(fixture.runFolder("contrastive-01"));
        other.steps(1, 5);
        other.state("done");
        fixture.panel.openArgument(fixture.runFolder("contrastive-01"));
        auto *empty = fixture.find<QWidget>("train.results.empty");
        QTRY_VERIFY(empty->accessibleName().startsWith("No table of predictions"));
        QVERIFY(!fixture.panel.results()->isShowingResult());
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void aBrokenResultIsTold()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        writeResult(fixture, run);
        writeFileAtomically(
            run.files().results() / "predictions.tsv",
            "line\tlabel\tpredicted\tprobability.a\tprobability.b\n2\ta\tx\t1\t0\n");
        run.state("done");
        fixture.panel.openArgument(fixture.runFolder("classify-01"));
        QTRY_VERIFY(fixture.panel.band()->isShowing("train.mistake"));
        QVERIFY(fixture.panel.band()->messages().back().text.contains("predictions.tsv:2"));
        QVERIFY(fixture.find<QWidget>("train.results.empty")
                    ->accessibleName()
                    .startsWith("The result cannot be read"));
    }

    void nothingIsCutOff_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1440x900") << QSize(1364, 802);
        QTest::newRow("1024x700") << QSize(980, 600);
    }

    // Labels that do not wrap and are not elided by intention need all of their text.
    void nothingIsCutOff()
    {
        QFETCH(QSize, size);
        TrainFixture fixture;
        fixture.panel.resize(size);
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        writeResult(fixture, run);
        run.state("done");
        fixture.panel.openArgument(fixture.runFolder("classify-01"));
        QTRY_COMPARE(fixture.panel.page(), TrainPanel::Page::Results);
        QCoreApplication::processEvents();
        const QWidget *results = fixture.panel.results();
        for (const QLabel *label : results->findChildren<QLabel *>()) {
            if (!label->isVisible() || label->wordWrap() || label->text().isEmpty() ||
                label->inherits("helicase::ElidedLabel"))
                continue;
            const int needed = QFontMetrics(label->font()).horizontalAdvance(label->text());
            QVERIFY2(label->width() >= needed, qPrintable(label->text()));
            QVERIFY2(label->visibleRegion().boundingRect() == label->rect(),
                     qPrintable(label->text()));
        }
        for (const QToolButton *button : results->findChildren<QToolButton *>())
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(),
                         qPrintable(button->objectName()));
        const auto *matrix = fixture.find<QWidget>("train.confusion");
        QVERIFY(matrix->width() >= 220 && matrix->height() >= 170);
    }

    void everythingHasAName()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("classify-01"), getpid(), "classify");
        train(run);
        writeResult(fixture, run);
        run.state("done");
        fixture.panel.openArgument(fixture.runFolder("classify-01"));
        QTRY_COMPARE(fixture.panel.page(), TrainPanel::Page::Results);
        for (const QWidget *widget : fixture.panel.findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith("qt_") && widget->isVisible();
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus))
                QVERIFY2(!widget->accessibleName().isEmpty(),
                         qPrintable(widget->objectName() + widget->metaObject()->className()));
        }
    }
};

QTEST_MAIN(TrainResultsTest)
#include "tst_train_results.moc"
