#include "widgets/common/run_follower.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <unistd.h>

using namespace helicase;

class RunFollowerTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followsAGrowingFile()
    {
        QTemporaryDir folder;
        const RunFolder run(folder.filePath("run").toStdString());
        RunFollower follower(run.root());
        std::vector<Event> seen;
        std::optional<RunSummary> summary;
        connect(&follower, &RunFollower::eventsArrived, this,
                [&](const std::vector<Event> &events) {
                    seen.insert(seen.end(), events.begin(), events.end());
                });
        connect(&follower, &RunFollower::summaryChanged, this,
                [&](const RunSummary &now) { summary = now; });
        QTest::qWait(150);
        QVERIFY(seen.empty());

        std::filesystem::create_directories(run.root());
        std::ofstream(run.description())
            << R"({"task": "contrastive", "total_steps": 20, "process": )" << getpid() << "}";
        EventWriter writer(run.events());
        writer.append({.kind = "state", .text = "running"});
        for (int step = 1; step <= 10; ++step)
            writer.append(
                {.kind = "metrics", .step = step, .metrics = {{"train/loss", 1.0 / step}}});
        QTRY_COMPARE(seen.size(), size_t{11});
        QTRY_VERIFY(summary.has_value());
        QCOMPARE(summary->task, "contrastive");

        writer.append({.kind = "metrics", .step = 11, .metrics = {{"train/loss", 0.05}}});
        QTRY_COMPARE(seen.size(), size_t{12});
        QCOMPARE(seen.back().step, 11);
        QTRY_COMPARE(summary->step, 11);
        QCOMPARE(summary->state, RunState::Running);

        writer.append({.kind = "state", .step = 11, .text = "done"});
        QTRY_COMPARE(summary->state, RunState::Done);
    }

    // The reading must not begin before the signals are connected, however long that takes.
    void losesNothingThatIsThereAtTheStart()
    {
        QTemporaryDir folder;
        const RunFolder run(folder.path().toStdString());
        EventWriter(run.events()).append({.kind = "state", .text = "running"});
        RunFollower follower(run.root());
        QThread::msleep(100);
        QSignalSpy arrived(&follower, &RunFollower::eventsArrived);
        QTRY_COMPARE(arrived.count(), 1);
    }

    void endsWhileFollowing()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 20; ++i)
            const RunFollower follower(folder.path().toStdString());
    }
};

QTEST_GUILESS_MAIN(RunFollowerTest)
#include "tst_run_follower.moc"
