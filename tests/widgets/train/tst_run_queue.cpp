// Runs that wait for their turn: added by the form, started one after another, moved, taken out.
#include "tests/widgets/panel_services.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/common/band.h"
#include "widgets/common/option_form.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

// A worker that writes a run folder and trains until the folder holds a file "finish" or "fail".
constexpr const char *patientWorker = R"sh(
while [ $# -gt 0 ]; do [ "$1" = --run ] && run=$2; shift; done
mkdir -p "$run"
printf '{"task": "contrastive", "process": %d, "started": 1, "total_steps": 9}' $$ > "$run/run.json"
tell() { echo '{"time": 1, "event": "state", "step": 0, "epoch": 0, "text": "'$1'"}' >> "$run/events.jsonl"; }
tell running
while [ ! -e "$run/finish" ] && [ ! -e "$run/fail" ]; do sleep 0.02; done
if [ -e "$run/fail" ]; then echo "helicase: it broke" >&2; exit 1; fi
tell done
)sh";

struct Fixture {
    Fixture()
    {
        test::installWorker(folder.filePath("bin"), patientWorker);
        panel.resize(1364, 842);
        panel.show();
        for (const char *name : {"data.train", "data.validation", "data.tokenizer"})
            panel.form()->options()->setText(name, "/data/file");
    }
    ~Fixture()
    {
        while (!services.jobs.queue().empty())
            services.jobs.cancel(services.jobs.queue().front()->id);
        for (const Job &job : services.jobs.jobs())
            if (job.state == JobState::Running)
                end(job.title);
        QTRY_COMPARE(services.jobs.activeCount(), 0);
    }
    void trigger(const char *action) { services.actions.find(action)->trigger(); }
    // Of the run with that name, which the worker trains.
    void end(const QString &run, const QString &how = "finish")
    {
        const QString runFolder = services.project.path("runs/" + run);
        QDir().mkpath(runFolder); // the worker may not have begun
        QFile file(runFolder + "/" + how);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    bool isRunning(const QString &run) const
    {
        const Job *job = services.jobs.jobOfFolder(services.project.path("runs/" + run));
        return job && job->state == JobState::Running &&
               QFile::exists(services.project.path("runs/" + run + "/events.jsonl"));
    }
    QStringList waiting() const
    {
        QStringList titles;
        for (const Job *job : services.jobs.queue())
            titles.append(job->title);
        return titles;
    }
    QListWidget *list() const { return panel.findChild<QListWidget *>("train.queue.list"); }

    QTemporaryDir folder;
    test::PanelServices services{folder.path()};
    TrainPanel panel{services.context};
};

QStringList namesOf(const std::vector<FollowedRun *> &runs)
{
    QStringList names;
    for (const FollowedRun *run : runs)
        names.append(run->name());
    return names;
}

} // namespace

class RunQueueTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { qunsetenv("HELICASE_BIN"); }

    void runsStartOneAfterAnother()
    {
        Fixture fixture;
        fixture.trigger("train.queue"); // nothing is before it
        QTRY_VERIFY(fixture.isRunning("contrastive-01"));
        QVERIFY(!fixture.list()->isVisible());
        fixture.trigger("train.queue");
        fixture.trigger("train.queue");
        QCOMPARE(fixture.waiting(), (QStringList{"contrastive-02", "contrastive-03"}));
        QVERIFY(fixture.list()->isVisible());
        QCOMPARE(fixture.list()->item(0)->text(), "contrastive-02, after what runs");
        QCOMPARE(fixture.list()->item(1)->text(), "contrastive-03, after contrastive-02");
        QVERIFY(fixture.services.toasts.empty()); // the list tells it
        // What waits is no run yet.
        QCOMPARE(namesOf(fixture.panel.runs()), QStringList{"contrastive-01"});
        fixture.end("contrastive-01");
        QTRY_VERIFY(fixture.isRunning("contrastive-02"));
        QCOMPARE(fixture.waiting(), QStringList{"contrastive-03"});
        QTRY_COMPARE(fixture.panel.shownRun()->name(), "contrastive-02");
        QCOMPARE(namesOf(fixture.panel.runs()), (QStringList{"contrastive-01", "contrastive-02"}));
        fixture.end("contrastive-02");
        QTRY_VERIFY(fixture.isRunning("contrastive-03"));
        QVERIFY(!fixture.list()->isVisible());
    }

    void aRunThatFailsLetsTheNextOneStart()
    {
        Fixture fixture;
        fixture.trigger("train.start");
        QTRY_VERIFY(fixture.isRunning("contrastive-01"));
        fixture.trigger("train.queue");
        fixture.end("contrastive-01", "fail");
        QTRY_VERIFY(fixture.isRunning("contrastive-02"));
        QVERIFY(fixture.services.jobs.jobOfFolder(fixture.panel.runs().front()->folder())->state ==
                JobState::Failed);
    }

    void startRunDoesNotWait()
    {
        Fixture fixture;
        fixture.trigger("train.start");
        QTRY_VERIFY(fixture.isRunning("contrastive-01"));
        fixture.trigger("train.start");
        QTRY_VERIFY(fixture.isRunning("contrastive-02"));
        QVERIFY(fixture.isRunning("contrastive-01"));
        // What waits does so for both.
        fixture.trigger("train.queue");
        fixture.end("contrastive-01");
        QTRY_COMPARE(fixture.services.jobs.activeCount(), 2);
        QCOMPARE(fixture.waiting(), QStringList{"contrastive-03"});
        fixture.end("contrastive-02");
        QTRY_VERIFY(fixture.isRunning("contrastive-03"));
    }

    void theOrderCanBeChanged()
    {
        Fixture fixture;
        fixture.trigger("train.start");
        for (int i = 0; i < 3; ++i)
            fixture.trigger("train.queue");
        QAction *sooner = fixture.services.actions.find("train.queue.sooner");
        QAction *later = fixture.services.actions.find("train.queue.later");
        QVERIFY(!sooner->isEnabled() && later->isEnabled()); // the first one is chosen
        fixture.list()->setCurrentRow(2);
        QVERIFY(sooner->isEnabled() && !later->isEnabled());
        sooner->trigger();
        QCOMPARE(fixture.waiting(),
                 (QStringList{"contrastive-02", "contrastive-04", "contrastive-03"}));
        QCOMPARE(fixture.list()->currentRow(), 1); // it stays chosen
        sooner->trigger();
        QCOMPARE(fixture.waiting(),
                 (QStringList{"contrastive-04", "contrastive-02", "contrastive-03"}));
        QCOMPARE(fixture.list()->item(1)->text(), "contrastive-02, after contrastive-04");
        QTRY_VERIFY(fixture.isRunning("contrastive-01"));
        fixture.end("contrastive-01");
        QTRY_VERIFY(fixture.isRunning("contrastive-04"));
    }

    void whatIsRemovedIsNotStarted()
    {
        Fixture fixture;
        fixture.trigger("train.start");
        fixture.trigger("train.queue");
        fixture.trigger("train.queue");
        fixture.list()->setCurrentRow(0);
        fixture.trigger("train.queue.remove");
        QCOMPARE(fixture.waiting(), QStringList{"contrastive-03"});
        QTRY_VERIFY(fixture.isRunning("contrastive-01"));
        fixture.end("contrastive-01");
        QTRY_VERIFY(fixture.isRunning("contrastive-03"));
        QVERIFY(!QFile::exists(fixture.services.project.path("runs/contrastive-02")));
        QCOMPARE(namesOf(fixture.panel.runs()), (QStringList{"contrastive-01", "contrastive-03"}));
        QVERIFY(fixture.panel.band()->messages().empty());
    }

    void aNameThatWaitsIsTaken()
    {
        Fixture fixture;
        fixture.trigger("train.start");
        fixture.trigger("train.queue");
        QCOMPARE(fixture.panel.form()->runName(), "contrastive-03");
        auto *name = fixture.panel.findChild<QLineEdit *>("train.name");
        name->setText("contrastive-02");
        QCOMPARE(fixture.panel.findChild<QLabel *>("train.name.mistake")->text(),
                 "A run of this name waits or begins.");
        QVERIFY(!fixture.services.actions.find("train.queue")->isEnabled());
        fixture.trigger("train.queue.remove");
        QVERIFY(fixture.services.actions.find("train.queue")->isEnabled());
    }

    // Where the dock is hidden a toast tells what the list would.
    void aHiddenListIsMadeUpFor()
    {
        Fixture fixture;
        fixture.trigger("train.start");
        fixture.panel.rightDock()->hide();
        fixture.trigger("train.queue");
        QCOMPARE(fixture.services.toasts,
                 QStringList{"contrastive-02 starts when what runs has ended."});
    }

    void aMistakeKeepsTheFormFromTheQueue()
    {
        Fixture fixture;
        const auto *button = fixture.panel.findChild<QPushButton *>("train.queue");
        QVERIFY(button && button->isVisible() && button->isEnabled());
        fixture.panel.form()->options()->setText("length.steps", "many");
        QVERIFY(!button->isEnabled());
    }
};

QTEST_MAIN(RunQueueTest)
#include "tst_run_queue.moc"
