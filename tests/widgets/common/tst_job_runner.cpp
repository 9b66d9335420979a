#include "core/base/process.h"
#include "core/run/event.h"
#include "widgets/common/job_runner.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace helicase;

namespace {

// While it lives, every write to a file fails as it does on a full disk.
class FullDisk {
public:
    FullDisk()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit none{0, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

QString contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class JobRunnerTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("HELICASE_BIN", HELICASE_FAKE_WORKER_FOLDER); }

    void runsToTheEnd()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        QSignalSpy finished(&runner, &JobRunner::jobFinished);
        const QString id =
            runner.start({.words = {"embed", "contigs.fa"}, .folder = folder.path()});
        QVERIFY(runner.job(id)->state == JobState::Running);
        QTRY_COMPARE(finished.count(), 1);
        const Job *job = runner.job(id);
        QVERIFY(job->state == JobState::Done);
        QCOMPARE(job->done, 10);
        QCOMPARE(job->stage, "embedding");
        QCOMPARE(job->commandLine(), "helicase embed contigs.fa");
    }

    void tellsWhyAJobFailed()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        QSignalSpy finished(&runner, &JobRunner::jobFinished);
        const QString id = runner.start({.words = {"fail"}, .folder = folder.path()});
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(runner.job(id)->state == JobState::Failed);
        QCOMPARE(runner.job(id)->exitStatus, 3);
        QVERIFY(runner.job(id)->errorTail.contains("not a nucleotide code"));
        runner.remove(id);
        QVERIFY(runner.job(id) == nullptr);
    }

    void aMissingProgramFailsTheJob()
    {
        QTemporaryDir folder;
        qputenv("HELICASE_BIN", folder.path().toUtf8());
        JobRunner runner(folder.filePath("jobs"));
        const QString id = runner.start({.words = {"embed"}, .folder = folder.path()});
        qputenv("HELICASE_BIN", HELICASE_FAKE_WORKER_FOLDER);
        QVERIFY(runner.job(id)->state == JobState::Failed);
        QVERIFY(runner.job(id)->errorTail.contains("cannot be started"));
    }

    void aFullDiskFailsTheJob()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        QString id;
        {
            const FullDisk full;
            id = runner.start({.words = {"sleep"}, .folder = folder.path()});
        }
        QVERIFY(runner.job(id)->state == JobState::Failed);
        QVERIFY2(runner.job(id)->errorTail.contains("job.json"),
                 qPrintable(runner.job(id)->errorTail));
        QTRY_VERIFY(!processIsAlive(runner.job(id)->processId));
    }

    void theWorkerLeavesTheWindowQuick()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        runner.start({.words = {"environment", folder.filePath("environment.txt")},
                      .folder = folder.path()});
        QTRY_COMPARE(contentOf(folder.filePath("environment.txt")),
                     QString("passive %1").arg(std::min(19, ::getpriority(PRIO_PROCESS, 0) + 10)));
    }

    void longJobsWaitForEachOther()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        const QString first = runner.start({.words = {"embed"}, .folder = folder.path()});
        const QString second = runner.start({.words = {"embed"}, .folder = folder.path()});
        const QString quick =
            runner.start({.words = {"embed"}, .folder = folder.path(), .isLong = false});
        QVERIFY(runner.job(second)->state == JobState::Queued);
        QVERIFY(runner.job(quick)->state == JobState::Running);
        QTRY_VERIFY(runner.job(first)->state == JobState::Done);
        QTRY_VERIFY(runner.job(second)->state == JobState::Done);
    }

    void whatMayNotWaitStartsBesideTheOthers()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        const QString first = runner.start({.words = {"embed"}, .folder = folder.path()});
        const QString second =
            runner.start({.words = {"embed"}, .folder = folder.path(), .mayWait = false});
        QVERIFY(runner.job(second)->state == JobState::Running);
        QTRY_VERIFY(runner.job(first)->state == JobState::Done);
        QTRY_VERIFY(runner.job(second)->state == JobState::Done);
    }

    void theQueueCanBeReordered()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        QSignalSpy changed(&runner, &JobRunner::queueChanged);
        const auto add = [&](const QString &title, const char *word) {
            return runner.start({.words = {word}, .folder = folder.path(), .title = title});
        };
        const QString running = add("running", "sleep");
        QCOMPARE(changed.count(), 0);
        const QString a = add("a", "embed");
        add("b", "embed");
        const QString c = add("c", "embed");
        const auto titles = [&] {
            QString text;
            for (const Job *job : runner.queue())
                text += job->title;
            return text;
        };
        QCOMPARE(titles(), "abc");
        runner.moveInQueue(c, -2);
        QCOMPARE(titles(), "cab");
        runner.moveInQueue(a, 1);
        QCOMPARE(titles(), "cba");
        QCOMPARE(changed.count(), 5);
        // There is no such place, and what runs has none.
        runner.moveInQueue(c, -1);
        runner.moveInQueue(a, 5);
        runner.moveInQueue(running, 1);
        QCOMPARE(titles(), "cba");
        runner.cancel(c);
        QCOMPARE(titles(), "ba");
        QCOMPARE(changed.count(), 6);
        runner.cancel(running);
        QTRY_VERIFY(runner.queue().empty());
        QVERIFY(runner.job(c)->state == JobState::Cancelled);
        QTRY_VERIFY(runner.job(a)->state == JobState::Done);
    }

    void aQueuedJobIsCancelledAtOnce()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        const QString first = runner.start({.words = {"sleep"}, .folder = folder.path()});
        const QString second = runner.start({.words = {"embed"}, .folder = folder.path()});
        runner.cancel(second);
        QVERIFY(runner.job(second)->state == JobState::Cancelled);
        runner.cancel(first);
        QTRY_VERIFY(runner.job(first)->state == JobState::Cancelled);
        QTRY_VERIFY(!processIsAlive(runner.job(first)->processId));
    }

    void trainingIsAskedToStop()
    {
        QTemporaryDir folder;
        const QString run = folder.filePath("run");
        JobRunner runner(folder.filePath("jobs"));
        const QString id =
            runner.start({.words = {"train", "contrastive", "--run", run, "--steps", "2000"},
                          .folder = run,
                          .eventsFile = run + "/events.jsonl"});
        QTRY_COMPARE_GE(runner.job(id)->done, 5);
        runner.cancel(id);
        QTRY_VERIFY(runner.job(id)->state == JobState::Stopped);
        QCOMPARE(runner.job(id)->exitStatus, 4);
    }

    void aJobOutlivesTheWindowAndIsFoundAgain()
    {
        QTemporaryDir folder;
        const QString run = folder.filePath("run");
        QString id;
        {
            JobRunner runner(folder.filePath("jobs"));
            id = runner.start({.words = {"train", "contrastive", "--run", run, "--steps", "100"},
                               .folder = run,
                               .eventsFile = run + "/events.jsonl"});
            QTRY_COMPARE_GE(runner.job(id)->done, 1);
        }
        JobRunner next(folder.filePath("jobs"));
        QVERIFY(next.job(id) != nullptr);
        QVERIFY(next.job(id)->state == JobState::Running);
        QCOMPARE(next.jobOfFolder(run)->id, id);
        QTRY_VERIFY(next.job(id)->state == JobState::Done);
        QCOMPARE(next.job(id)->done, 100);
    }

    void aKilledWorkerIsNoticed()
    {
        QTemporaryDir folder;
        JobRunner runner(folder.filePath("jobs"));
        const QString id = runner.start({.words = {"sleep"}, .folder = folder.path()});
        ::kill(-::getpgid(static_cast<pid_t>(runner.job(id)->processId)), SIGKILL);
        QTRY_VERIFY(runner.job(id)->state == JobState::Failed);
        QVERIFY(runner.job(id)->errorTail.contains("signal 9"));
    }
};

QTEST_GUILESS_MAIN(JobRunnerTest)
#include "tst_job_runner.moc"
