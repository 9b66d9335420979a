// Requests to a worker: what is asked for, that it is shown until the worker answers, and the
// rewind to a checkpoint.
#include "core/run/control.h"
#include "tests/widgets/train/train_fixture.h"
#include "widgets/common/band.h"
#include "widgets/train/rewind_dialog.h"
#include "widgets/train/training_view.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QtTest>

using namespace helicase;

namespace {

// Its run has made 34 steps and three checkpoints, of which the second is the best.
struct Fixture : TrainFixture {
    Fixture()
    {
        for (const int last : {10, 20, 30}) {
            run.steps(last - 9, last);
            run.validation(last == 20 ? 0.5 : 0.75);
            run.checkpoint();
        }
        run.best(20);
        run.steps(31, 34);
        panel.attach(folder());
    }
    QString folder() { return runFolder("contrastive-01"); }
    bool isReady() const
    {
        return panel.shownRun()->step() == 34 && panel.shownRun()->summary() &&
               services.actions.find("train.rewind")->isEnabled();
    }
    RewindDialog *dialog() { return panel.window()->findChild<RewindDialog *>(); }

    FakeRun run{folder()};
    ControlReader control{run.files().control()};
};

// Where the plot draws the triangle of a checkpoint.
QPoint signOf(const MetricPlot &plot, double step)
{
    return {qRound(plot.xAxis->coordToPixel(step)), plot.axisRect()->top() + 8};
}

} // namespace

class RunControlsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void checkpointsAreOfferedWithWhatIsLost()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        fixture.find<QPushButton>("train.rewind")->click();
        RewindDialog *dialog = fixture.dialog();
        QVERIFY(dialog && dialog->isVisible());
        auto *list = dialog->findChild<QTableWidget *>("train.rewind.list");
        QCOMPARE(list->rowCount(), 3);
        QCOMPARE(list->item(0, 0)->text(), "30");
        QCOMPARE(list->item(0, 3)->text(), "newest");
        QCOMPARE(list->item(1, 2)->text(), "0.5000");
        QCOMPARE(list->item(1, 3)->text(), "best");
        const auto *lost = dialog->findChild<QLabel *>("train.rewind.lost");
        QCOMPARE(lost->text(), "4 steps are lost and made again: 31 to 34.");
        list->selectRow(2);
        dialog->findChild<QSpinBox *>("train.rewind.skip")->setValue(5);
        QVERIFY(lost->text().contains("24 steps"));
        QVERIFY(lost->text().contains("Checkpoints 20, 30 are removed."));
        QVERIFY(lost->text().contains("The best one, of step 20, is after it."));
        QVERIFY(lost->text().contains("The 5 batches after the checkpoint are left out."));
        auto *accept = dialog->findChild<QPushButton *>("train.rewind.accept");
        QCOMPARE(accept->text(), "Rewind to 10");
        accept->click();
        const auto requests = fixture.control.poll();
        QCOMPARE(requests.size(), size_t{1});
        QCOMPARE(requests[0].request, "rewind");
        QCOMPARE(requests[0].step.value_or(-1), 10);
        QCOMPARE(requests[0].skip.value_or(-1), 5);
        const auto *pending = fixture.find<QLabel>("train.pending");
        QVERIFY(pending->isVisible());
        QCOMPARE(pending->text(), "Asked the worker: rewind to step 10");
        fixture.run.rewind(10, "Rewound from step 34 to step 10; the next 5 batches are left out.");
        QTRY_VERIFY(!pending->isVisible());
        const RunHistory &history = fixture.panel.shownRun()->history();
        QCOMPARE(history.find(metric::trainLoss)->points().size(), size_t{10});
        QCOMPARE(history.marks().back().text, "rewound from 34, 5 batches left out");
        QCOMPARE(history.log().back().text,
                 "Rewound from step 34 to step 10; the next 5 batches are left out.");
    }

    void aRewindThatIsCancelledAsksNothing()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        fixture.find<QPushButton>("train.rewind")->click();
        QTest::keyClick(fixture.dialog(), Qt::Key_Escape);
        QVERIFY(fixture.control.poll().empty());
        QTRY_VERIFY(fixture.dialog() == nullptr);
    }

    void aRunThatEndsMeanwhileCannotBeRewound()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        fixture.find<QPushButton>("train.rewind")->click();
        auto *accept = fixture.dialog()->findChild<QPushButton *>("train.rewind.accept");
        QVERIFY(accept->isEnabled());
        fixture.run.state("done");
        QTRY_VERIFY(!accept->isEnabled());
        fixture.dialog()->close();
    }

    void everyRequestIsShownUntilItIsAnswered()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        const auto *pending = fixture.find<QLabel>("train.pending");
        QVERIFY(!pending->isVisible());
        fixture.find<QPushButton>("train.checkpoint")->click();
        fixture.find<QLineEdit>("train.learningRate")->setText("2e-4");
        fixture.find<QPushButton>("train.learningRate.apply")->click();
        QCOMPARE(pending->text(), "Asked the worker: checkpoint, learning rate 2e−4");
        fixture.run.checkpoint();
        QTRY_COMPARE(pending->text(), "Asked the worker: learning rate 2e−4");
        fixture.run.message("highest learning rate set to 2e-04; the schedule goes on from there");
        QTRY_VERIFY(!pending->isVisible());
        fixture.find<QPushButton>("train.pause")->click();
        QCOMPARE(pending->text(), "Asked the worker: pause");
        fixture.run.state("paused");
        QTRY_VERIFY(!pending->isVisible());
    }

    // What stands in the field is the shown run's, not the former one's.
    void theRateOfEachRunIsItsOwn()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        const auto *rate = fixture.find<QLineEdit>("train.learningRate");
        QTRY_COMPARE(rate->placeholderText(), "1e−4");
        FakeRun fresh(fixture.services.project.path("runs/contrastive-02"));
        fixture.panel.attach(fixture.services.project.path("runs/contrastive-02"));
        QCOMPARE(rate->placeholderText(), QString());
    }

    void aCheckpointInThePlotCanBeUsed()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        MetricPlot *plot = fixture.panel.view()->lossPlot();
        QTRY_COMPARE(plot->xAxis->range().upper, 100.0);
        QTest::mouseDClick(plot, Qt::LeftButton, {}, signOf(*plot, 20));
        auto *menu = fixture.find<QMenu>("train.checkpoint.menu");
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions()[0]->text(), "Checkpoint 20 of contrastive-01");
        for (QAction *action : menu->actions())
            if (action->text() == "Use model" || action->text() == "Compare")
                action->trigger();
        QCOMPARE(fixture.services.opened,
                 (QStringList{"models",
                              QString::fromStdString(fixture.run.files().checkpoint(20).string()),
                              "runs", fixture.folder()}));
        menu->actions()[3]->trigger();
        QVERIFY(fixture.dialog() != nullptr);
        QCOMPARE(fixture.dialog()->chosenStep().value_or(-1), 20);
        fixture.dialog()->close();
        menu->close();
    }

    void aCheckpointThatWasNotKeptIsNotOffered()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.isReady());
        MetricPlot *plot = fixture.panel.view()->lossPlot();
        QTRY_COMPARE(plot->xAxis->range().upper, 100.0);
        std::filesystem::remove_all(fixture.run.files().checkpoint(10));
        QTest::mouseDClick(plot, Qt::LeftButton, {}, signOf(*plot, 10));
        auto *menu = fixture.find<QMenu>("train.checkpoint.menu");
        QVERIFY(menu->actions()[0]->text().endsWith("is no longer kept"));
        QVERIFY(!menu->actions()[2]->isEnabled());
        QVERIFY(!menu->actions()[3]->isEnabled());
        menu->close();
        // Elsewhere a double click shows all of the curves.
        QTest::mouseDClick(plot, Qt::LeftButton, {}, plot->axisRect()->center());
        QTRY_VERIFY(fixture.find<QMenu>("train.checkpoint.menu") == nullptr);
    }
};

QTEST_MAIN(RunControlsTest)
#include "tst_run_controls.moc"
