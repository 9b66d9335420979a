// What the Train panel tells of a run that waits, stalls or ends, and its meters.
#include "core/run/control.h"
#include "tests/widgets/train/train_fixture.h"
#include "widgets/common/band.h"
#include "widgets/common/section_header.h"

#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QtTest>

using namespace helicase;

namespace {

constexpr int deadProcess = 99'999'999;
constexpr const char *diskFull = "Not enough disk space for a checkpoint (needs 640 MB, free 210 "
                                 "MB). Training is paused until there is.";

// Its run has made ten steps.
struct Fixture : TrainFixture {
    explicit Fixture(int process = getpid()) : run(runFolder("contrastive-01"), process)
    {
        run.steps(1, 10);
        panel.attach(runFolder("contrastive-01"));
    }
    FakeRun run;
};

} // namespace

class TrainStatesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void aFullDiskIsToldAndCanBeTriedAgain()
    {
        Fixture fixture;
        fixture.run.message(diskFull, "warning");
        fixture.run.state("paused");
        QTRY_VERIFY(fixture.panel.band()->isShowing("train.state"));
        QTRY_COMPARE(fixture.panel.band()->messages().front().kind, BandKind::Warning);
        const BandMessage message = fixture.panel.band()->messages().front();
        QCOMPARE(message.headline,
                 "Not enough disk space for a checkpoint (needs 640 MB, free 210 MB).");
        QCOMPARE(message.text, "Training is paused until there is.");
        QCOMPARE(message.actions.front().text, "Retry");
        QCOMPARE(message.actions.back().text, "Choose folder…");
        ControlReader control(fixture.run.files().control());
        message.actions.front().function();
        const auto requests = control.poll();
        QCOMPARE(requests.size(), size_t{1});
        QCOMPARE(requests[0].request, "resume");
        fixture.run.state("running");
        QTRY_VERIFY(!fixture.panel.band()->isShowing("train.state"));
    }

    void aFullDiskAsksForAnotherFolder()
    {
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        Fixture fixture;
        fixture.run.message(diskFull, "warning");
        fixture.run.state("paused");
        QTRY_VERIFY(fixture.panel.band()->isShowing("train.state"));
        ControlReader control(fixture.run.files().control());
        const QTemporaryDir disk;
        QTimer::singleShot(0, this, [&disk] {
            auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->selectFile(disk.path());
            static_cast<QDialog *>(dialog)->done(QDialog::Accepted);
        });
        fixture.panel.band()->messages().front().actions.back().function();
        const auto requests = control.poll();
        QCOMPARE(requests.size(), size_t{1});
        QCOMPARE(requests[0].request, "checkpoint_folder");
        QCOMPARE(requests[0].folder.value(), disk.path().toStdString());
        auto *pending = fixture.find<QLabel>("train.pending");
        QVERIFY(pending->isVisible());
        // The worker refuses; the band says why, and another folder can be chosen.
        fixture.run.message("Checkpoints stay where they are: /disk: has too little space. hint: "
                            "choose a folder of another disk.",
                            "warning");
        QTRY_VERIFY(!pending->isVisible());
        QTRY_COMPARE(fixture.panel.band()->messages().front().headline,
                     "Checkpoints stay where they are: /disk: has too little space.");
        QCOMPARE(fixture.panel.band()->messages().front().actions.back().text, "Choose folder…");
        fixture.run.message("Checkpoints lie in /other/contrastive-01-checkpoints from now on.");
        fixture.run.state("running");
        QTRY_VERIFY(!fixture.panel.band()->isShowing("train.state"));
    }

    void aStallIsToldUntilTheNextStep()
    {
        Fixture fixture;
        fixture.run.message(
            "No step for 2 min. The run waits for the disk, memory, another rank or "
            "the processor.",
            "warning");
        QTRY_VERIFY(fixture.panel.band()->isShowing("train.state"));
        QCOMPARE(fixture.panel.band()->messages().front().headline, "No step for 2 min.");
        fixture.run.step(11);
        QTRY_VERIFY(!fixture.panel.band()->isShowing("train.state"));
    }

    void metersShowWhatTheWorkerTells()
    {
        Fixture fixture;
        fixture.run.step(40, 1.84,
                         {{"train/loss", 1},
                          {"tokens_per_second", 21'400},
                          {"samples_per_second", 161.2},
                          {"samples_seen", 117'760},
                          {"seconds_left", 230},
                          {"peak_memory_bytes", 3.1e9},
                          {"model_flops_utilization", 0.31}});
        const auto *figures = fixture.find<FactList>("train.figures");
        QTRY_COMPARE(figures->fact("Throughput"), "21,400 tokens/s");
        QCOMPARE(figures->fact("Samples"), "161 per second");
        QCOMPARE(figures->fact("Data seen"), "117,760 samples (1.84 epochs)");
        const auto *device = fixture.find<FactList>("train.device");
        QCOMPARE(device->fact("Peak memory"), "3.1 GB");
        QVERIFY(device->fact("Utilisation").startsWith("31 %"));
        QCOMPARE(fixture.find<QLabel>("train.run.timeLeft")->text(), "4 min left");
        QTRY_VERIFY(fixture.find<QProgressBar>("train.device.memory")->isVisible());
        QTRY_VERIFY(fixture.find<QLabel>("train.device.memory.value")->text().contains(" of "));
    }

    void metersAreBlankWithoutASignal()
    {
        Fixture fixture(deadProcess);
        const auto *device = fixture.find<FactList>("train.device");
        QTRY_VERIFY(device->fact("Worker").startsWith("no signal for "));
        QVERIFY(!fixture.find<QProgressBar>("train.device.cpu")->isVisible());
    }

    // The other run is told of although the panel shows something else.
    void runsThatEndAreToldOfElsewhere()
    {
        Fixture fixture;
        FakeRun other(fixture.runFolder("contrastive-02"));
        other.steps(1, 7);
        fixture.panel.attach(fixture.runFolder("contrastive-02"));
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        FollowedRun *followed = fixture.panel.runs()[1];
        QTRY_COMPARE(followed->step(), 7);
        QTRY_COMPARE(followed->state(), RunState::Running);
        fixture.panel.hide();
        fixture.run.state("done");
        QTRY_COMPARE(fixture.services.toasts,
                     QStringList{"contrastive-01 finished after 10 steps."});
        other.error("loss is NaN");
        other.state("failed");
        QTRY_COMPARE(fixture.services.journal.problems().size(), size_t{1});
        const Problem problem = fixture.services.journal.problems().front();
        QCOMPARE(problem.place, "contrastive-02");
        QCOMPARE(problem.text, "Training failed at step 7.");
        // No job of this window tells of them.
        QCOMPARE(fixture.services.notices,
                 (QStringList{"contrastive-01", "contrastive-01 finished after 10 steps.",
                              "contrastive-02", "Training failed at step 7."}));
        problem.action();
        QVERIFY(fixture.services.journal.problems().empty());
        QCOMPARE(fixture.services.opened,
                 (QStringList{"train", fixture.runFolder("contrastive-02")}));
    }

    // What was over before it was looked at is no news.
    void runsThatWereOverAreNotToldOf()
    {
        Fixture fixture;
        FakeRun old(fixture.runFolder("contrastive-00"));
        old.steps(1, 5);
        old.state("failed");
        fixture.panel.attach(fixture.runFolder("contrastive-00"));
        fixture.panel.attach(fixture.runFolder("contrastive-01"));
        QTRY_COMPARE(fixture.panel.runs()[1]->state(), RunState::Failed);
        QVERIFY(fixture.services.toasts.empty());
        QVERIFY(fixture.services.notices.empty());
        QVERIFY(fixture.services.journal.problems().empty());
    }
};

QTEST_MAIN(TrainStatesTest)
#include "tst_train_states.moc"
