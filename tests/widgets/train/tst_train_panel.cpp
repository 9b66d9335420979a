#include "core/run/control.h"
#include "tests/support/test_data.h"
#include "tests/widgets/train/train_fixture.h"
#include "widgets/common/band.h"
#include "widgets/common/option_form.h"
#include "widgets/train/run_form.h"
#include "widgets/train/training_view.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

#include <fstream>
#include <unistd.h>

using namespace helicase;

namespace {

constexpr int deadProcess = 99'999'999;

size_t pointCount(const TrainPanel &panel)
{
    const MetricSeries *loss = panel.shownRun()->history().find(metric::trainLoss);
    return loss ? loss->points().size() : 0;
}

// Curves are drawn again at most thirty times a second.
double lastDrawnStep(const MetricPlot &plot)
{
    double last = 0;
    for (int graph = 0; graph < plot.graphCount(); ++graph)
        if (!plot.graph(graph)->data()->isEmpty())
            last = std::max(last, std::prev(plot.graph(graph)->data()->constEnd())->key);
    return last;
}

} // namespace

class TrainPanelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void startsEmptyAndNamesTheNextStep()
    {
        TrainFixture fixture;
        QVERIFY(fixture.find<QWidget>("train.empty")->isVisible());
        QVERIFY(!fixture.panel.contentReady());
        QVERIFY(!fixture.panel.primaryAction()->isEnabled());
        QCOMPARE(fixture.find<QLineEdit>("train.name")->text(), "contrastive-01");
    }

    void showsARunThatGrows()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 20);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(pointCount(fixture.panel), 20U);
        QVERIFY(fixture.panel.contentReady());
        run.steps(21, 40);
        run.validation(0.5);
        QTRY_COMPARE(pointCount(fixture.panel), 40U);
        QTRY_COMPARE(fixture.find<QLabel>("train.run.state")->text(), "Running");
        QTRY_COMPARE(fixture.find<QLabel>("train.run.steps")->text(), "Step 40 of 100 (40 %)");
        MetricPlot *plot = fixture.panel.view()->lossPlot();
        QVERIFY(plot->graphCount() >= 3);
        QTRY_COMPARE(lastDrawnStep(*plot), 40.0);
        QCOMPARE(plot->xAxis->range().upper, 100.0);
    }

    void valuesFollowTheCrosshair()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 30);
        run.validation(0.25);
        run.steps(31, 50);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(pointCount(fixture.panel), 50U);
        auto *values = fixture.find<QTableView>("train.values");
        QTRY_COMPARE(values->model()->rowCount(), 2);
        fixture.panel.view()->setCrosshair(20.0);
        const QAbstractItemModel *model = values->model();
        QCOMPARE(model->headerData(1, Qt::Horizontal).toString(), "At step 20");
        QCOMPARE(model->index(1, 1).data().toString(), "–");
        fixture.panel.view()->setCrosshair(45.0);
        QCOMPARE(model->index(1, 1).data().toString(), "0.2500");
        QCOMPARE(model->index(0, 3).data().toString(), "0.08000");
        QCOMPARE(model->index(0, 4).data().toString(), "50");
    }

    void buttonsAskTheWorker()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 5);
        ControlReader control(run.files().control());
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_VERIFY(fixture.services.actions.find("train.pause")->isEnabled());
        fixture.find<QPushButton>("train.pause")->click();
        run.state("paused");
        QTRY_COMPARE(fixture.find<QPushButton>("train.pause")->text(), "Resume");
        QVERIFY(fixture.panel.band()->isShowing("train.state"));
        fixture.find<QPushButton>("train.pause")->click();
        run.state("running");
        QTRY_COMPARE(fixture.find<QPushButton>("train.pause")->text(), "Pause");
        fixture.find<QPushButton>("train.checkpoint")->click();
        fixture.find<QLineEdit>("train.learningRate")->setText("2e-4");
        fixture.find<QPushButton>("train.learningRate.apply")->click();
        fixture.find<QPushButton>("train.stop")->click();
        QCOMPARE(fixture.find<QLabel>("train.run.state")->text(), "Stopping");
        const std::vector<ControlRequest> requests = control.poll();
        QStringList names;
        for (const ControlRequest &request : requests)
            names << QString::fromStdString(request.request);
        QCOMPARE(names, (QStringList{"pause", "resume", "checkpoint", "set_lr", "stop"}));
        QCOMPARE(requests[3].learningRate.value_or(0), 2e-4);
        run.state("stopped");
        QTRY_COMPARE(fixture.find<QLabel>("train.run.state")->text(), "Stopped");
        QVERIFY(!fixture.services.actions.find("train.stop")->isEnabled());
    }

    void aRateThatIsNoNumberIsNotSent()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 5);
        ControlReader control(run.files().control());
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        auto *apply = fixture.find<QPushButton>("train.learningRate.apply");
        QTRY_VERIFY(apply->isEnabled());
        fixture.find<QLineEdit>("train.learningRate")->setText("fast");
        apply->click();
        QVERIFY(control.poll().empty());
    }

    void failureIsTold()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 12);
        run.error("loss is NaN; the learning rate is too high");
        run.state("failed");
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_VERIFY(fixture.panel.band()->isShowing("train.state"));
        const BandMessage &message = fixture.panel.band()->messages().front();
        QCOMPARE(message.kind, BandKind::Error);
        QCOMPARE(message.headline, "Training failed at step 12.");
        QVERIFY(message.text.contains("loss is NaN"));
        QVERIFY(message.logFile.endsWith("contrastive-01/log.txt"));
    }

    void aBrokenRecipeIsTold_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << QByteArray() << "is not a map";
        QTest::newRow("unbalanced") << QByteArray("length: {steps: 4") << "recipe.yaml:1";
        QTest::newRow("tabs") << QByteArray("length:\n\tsteps: 4\n") << "recipe.yaml:2";
        QTest::newRow("unknown option") << QByteArray("length:\n  stepps: 4\n") << "stepps";
        QTest::newRow("wrong value") << QByteArray("length:\n  steps: many\n") << "steps";
        QTest::newRow("list of maps") << QByteArray("length: [{a: 1}]\n") << "recipe.yaml";
        QTest::newRow("map as key") << QByteArray("{a: 1}: 2\n") << "recipe.yaml";
        QTest::newRow("alias") << QByteArray("a: &x 1\nb: *x\n") << "aliases";
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\0\1\2",
                                              7)
                                << "recipe.yaml";
    }

    void aBrokenRecipeIsTold()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        TrainFixture fixture;
        RunForm *form = fixture.panel.form();
        form->options()->setText("length.steps", "200");
        const QString path = fixture.temporary.filePath("recipe.yaml");
        std::ofstream(path.toStdString()) << content.toStdString();
        form->loadRecipe(path);
        QVERIFY(fixture.panel.band()->isShowing("train.mistake"));
        const QString told = fixture.panel.band()->messages().back().text;
        QVERIFY2(told.contains("recipe.yaml") && told.contains(reason), qPrintable(told));
        QCOMPARE(form->options()->text("length.steps"), "200");
        std::ofstream(path.toStdString()) << "length:\n  steps: 300\n";
        form->loadRecipe(path);
        QVERIFY(fixture.panel.band()->messages().empty());
        QCOMPARE(form->options()->text("length.steps"), "300");
    }

    void aFolderThatIsNoRunIsRefused()
    {
        TrainFixture fixture;
        fixture.panel.openArgument(fixture.temporary.path());
        QVERIFY(fixture.panel.shownRun() == nullptr);
        QVERIFY(fixture.panel.band()->isShowing("train.mistake"));
        FakeRun run(fixture.runFolder("contrastive-01"));
        fixture.panel.openArgument(fixture.runFolder("contrastive-01"));
        QVERIFY(fixture.panel.shownRun() != nullptr);
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void aMalformedRunFolderIsTold()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        std::ofstream(run.files().description()) << R"({"task": 7})";
        fixture.panel.openArgument(fixture.runFolder("contrastive-01"));
        QTRY_VERIFY(fixture.panel.band()->isShowing("train.mistake"));
        QVERIFY(fixture.panel.band()->messages().back().text.contains("run.json"));
    }

    // The worker's refusal is all there is when it ended before it had a run folder.
    void aRunThatDoesNotStartIsTold()
    {
        TrainFixture fixture;
        const QString folder = fixture.runFolder("contrastive-01");
        fixture.panel.attach(folder);
        const auto restore =
            qScopeGuard([before = qgetenv("HELICASE_BIN")] { qputenv("HELICASE_BIN", before); });
        qputenv("HELICASE_BIN", fixture.temporary.path().toUtf8());
        fixture.services.jobs.start({.words = {"train", "contrastive"}, .folder = folder});
        QVERIFY(fixture.panel.band()->isShowing("train.state"));
        const BandMessage message = fixture.panel.band()->messages().back();
        QCOMPARE(message.headline, "The run did not start.");
        QVERIFY(message.text.contains("cannot be started"));
        QCOMPARE(fixture.services.journal.problems().size(), size_t{1});
    }

    void aDeadWorkerOffersToResume()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"), deadProcess);
        run.steps(1, 12);
        run.checkpoint();
        run.steps(13, 15);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(fixture.find<QLabel>("train.run.state")->text(), "No signal");
        QVERIFY(fixture.panel.band()->isShowing("train.state"));
        const BandMessage &message = fixture.panel.band()->messages().front();
        QCOMPARE(message.kind, BandKind::Warning);
        QCOMPARE(message.actions.front().text, "Resume from 12");
        QCOMPARE(pointCount(fixture.panel), 15U);
    }

    void aNewWindowShowsTheRunAgain()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 10);
        {
            TrainPanel *first = &fixture.panel;
            first->attach(fixture.runFolder("contrastive-01"));
            QTRY_COMPARE(pointCount(*first), 10U);
        }
        run.steps(11, 25);
        test::PanelServices others(fixture.temporary.filePath("other"));
        TrainPanel second(others.context);
        second.openArgument(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(pointCount(second), 25U);
    }

    void theDemoShowsItsRunsAsTheyAppear()
    {
        TrainFixture fixture;
        fixture.panel.showDemo(fixture.services.project.folder());
        QVERIFY(fixture.panel.shownRun() == nullptr);
        FakeRun first(fixture.runFolder("contrastive-01"));
        first.steps(1, 5);
        fixture.panel.showDemo(fixture.services.project.folder());
        QTRY_COMPARE(pointCount(fixture.panel), 5U);
        FakeRun second(fixture.runFolder("binding-01"));
        fixture.panel.showDemo(fixture.services.project.folder());
        QCOMPARE(fixture.panel.runs().size(), 2U);
        QCOMPARE(fixture.panel.shownRun()->name(), "contrastive-01");
        QCOMPARE(fixture.panel.form()->runName(), "contrastive-02");
        first.state("done");
        QTRY_COMPARE(fixture.services.toasts,
                     QStringList{"contrastive-01 finished after 5 steps."});
    }

    void theNewestRunsOfAProjectAreFollowed()
    {
        constexpr int count = 15;
        TrainFixture fixture;
        for (int number = 1; number <= count; ++number) {
            const bool isGoingOn = number == 14;
            FakeRun run(fixture.runFolder(
                            QStringLiteral("contrastive-%1").arg(number, 2, 10, QLatin1Char('0'))),
                        isGoingOn ? getpid() : 0);
            run.steps(1, number);
            if (!isGoingOn)
                run.state("done");
            // The higher the number, the newer, but for the one that goes on.
            const auto age = std::chrono::minutes(isGoingOn ? 0 : count + 1 - number);
            std::filesystem::last_write_time(run.files().events(),
                                             std::filesystem::file_time_type::clock::now() - age);
        }
        fixture.panel.showDemo(fixture.services.project.folder());
        QStringList names;
        for (const FollowedRun *run : fixture.panel.runs())
            names << run->name();
        QCOMPARE(names.size(), 12);
        QCOMPARE(names.front(), "contrastive-04");
        QCOMPARE(names.back(), "contrastive-15");
        QCOMPARE(fixture.panel.shownRun()->name(), "contrastive-14");
        // One that was taken from the plots does not come back with the next file of the project.
        Q_EMIT fixture.panel.view()->removeRequested(0);
        QCOMPARE(fixture.panel.runs().size(), size_t{11});
        fixture.panel.showDemo(fixture.services.project.folder());
        QCOMPARE(fixture.panel.runs().size(), size_t{11});
    }

    void theFormShowsItsCommand()
    {
        TrainFixture fixture;
        RunForm *form = fixture.panel.form();
        for (const char *name : {"data.train", "data.validation", "data.tokenizer"})
            form->options()->setText(name, "/data/file");
        form->options()->setText("length.steps", "200");
        auto *command = fixture.find<QPlainTextEdit>("train.command");
        QVERIFY(command->toPlainText().startsWith("helicase train contrastive --run "));
        QVERIFY(command->toPlainText().contains("--length.steps 200"));
        QVERIFY(fixture.panel.primaryAction()->isEnabled());
        form->options()->setText("length.steps", "many");
        QVERIFY(!fixture.panel.primaryAction()->isEnabled());
        QCOMPARE(fixture.find<QLabel>("train.mistakes")->text(), "1 field to correct");
    }

    void aNameIsUsedOnce()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("taken"));
        fixture.find<QLineEdit>("train.name")->setText("taken");
        QCOMPARE(fixture.find<QLabel>("train.name.mistake")->text(), "A run of this name exists.");
        fixture.find<QLineEdit>("train.name")->setText("../up");
        QVERIFY(!fixture.find<QLabel>("train.name.mistake")->text().isEmpty());
    }

    void tasksHaveTheirOptions()
    {
        TrainFixture fixture;
        auto *task = fixture.find<QComboBox>("train.task");
        task->setCurrentIndex(task->findData("binding"));
        QCOMPARE(fixture.panel.form()->runName(), "binding-01");
        QVERIFY(fixture.find<QWidget>("binding.option.data.sequences") != nullptr);
        QVERIFY(fixture.find<QWidget>("contrastive.option.objective.temperature") != nullptr);
    }

    void theFormFitsItsDock()
    {
        TrainFixture fixture;
        const QWidget *dock = fixture.panel.leftDock();
        for (const QLineEdit *field : dock->findChildren<QLineEdit *>()) {
            if (!field->isVisible())
                continue;
            const int right = field->mapTo(dock, QPoint(field->width(), 0)).x();
            QVERIFY2(right <= dock->width() - 10, qPrintable(field->objectName()));
            QVERIFY2(field->width() >= 90, qPrintable(field->objectName()));
        }
    }

    void everythingHasAName()
    {
        TrainFixture fixture;
        FakeRun run(fixture.runFolder("contrastive-01"));
        run.steps(1, 5);
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_VERIFY(fixture.panel.contentReady());
        for (const QWidget *widget : fixture.panel.findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith("qt_") && widget->isVisible();
            if (isOurs && (widget->focusPolicy() & Qt::TabFocus))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TrainPanelTest)
#include "tst_train_panel.moc"
