// What the trainer does when numbers, memory or the disk go bad.
#include "tests/core/neural/train/line_task.h"
#include "tests/support/test_data.h"

#include <thread>

using namespace helicase;
using namespace helicase::test;

namespace {

// Makes the loss of one step NaN.
void spoil(LineTask &task, int64_t step)
{
    task.onMicroStep = [&task, step](int64_t micro) {
        task.lossFactor = micro == 2 * step ? std::nan("") : 1;
    };
}

} // namespace

class TestTrainerHealth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { runs_ = std::make_unique<TemporaryRuns>(); }

    void badNumbersEndTheRunWhenAsked()
    {
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(60);
        settings.health.onNonFinite = BadStepPolicy::Stop;
        LineTask task(1);
        spoil(task, 16);
        QVERIFY_THROWS_EXCEPTION(Error, train(run, task, settings));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{14});
    }

    void aBatchWithBadNumbersIsLeftOut()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        spoil(task, 16);
        QCOMPARE(train(run, task, settingsFor(60)), TrainingEnd::Done);
        const std::string messages = messagesOf(run);
        QVERIFY2(messages.find("Loss is NaN at step 16. The batch was skipped (policy: skip).") !=
                     std::string::npos,
                 messages.c_str());
        const auto metrics = eventsOf(run, "metrics");
        QCOMPARE(metrics.size(), size_t{60});
        QVERIFY(std::isnan(metrics.at(15).metrics.at("train/loss")));
        QVERIFY(eventsOf(run, "evaluation").back().metrics.at("validation/loss") < 1);
    }

    void badNumbersWithoutEndEndTheRun()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        task.onMicroStep = [&task](int64_t micro) {
            task.lossFactor = micro > 30 ? std::nan("") : 1;
        };
        QVERIFY_THROWS_EXCEPTION(Error, train(run, task, settingsFor(60)));
        QCOMPARE(eventsOf(run, "metrics").size(), size_t{15 + 10});
    }

    void rollingBackLeavesOutWhatLedThere()
    {
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(60);
        settings.health.onNonFinite = BadStepPolicy::RollBack;
        LineTask task(1);
        spoil(task, 17);
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        QVERIFY(messagesOf(run).find("Loss is NaN at step 17. Back to step 14") !=
                std::string::npos);
        const auto metrics = eventsOf(run, "metrics");
        QCOMPARE(metrics.size(), size_t{16 + 46});
        QCOMPARE(metrics.at(16).step, int64_t{15});
        QCOMPARE(metrics.at(16).epoch, 18.0 * 16 / 64);
    }

    void spikesAreNoticed_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("notice") << int(BadStepPolicy::Notice)
                                << QByteArray("stands out at step 40\n");
        QTest::newRow("skip") << int(BadStepPolicy::Skip)
                              << QByteArray("stands out at step 40. The batch was skipped");
        QTest::newRow("rollback") << int(BadStepPolicy::RollBack)
                                  << QByteArray("stands out at step 40. Back to step 35");
    }

    void spikesAreNoticed()
    {
        QFETCH(int, policy);
        QFETCH(QByteArray, message);
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(60);
        settings.health.onSpike = static_cast<BadStepPolicy>(policy);
        settings.health.spikeFactor = 100;
        LineTask task(1);
        task.onMicroStep = [&task](int64_t micro) { task.lossFactor = micro == 80 ? 1e6 : 1; };
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        const std::string messages = messagesOf(run);
        QVERIFY2(messages.find(message.toStdString()) != std::string::npos, messages.c_str());
    }

    // Without noise the gradient does not depend on how a step is cut.
    void memoryThatRunsOutHalvesTheBatches()
    {
        const RunFolder whole = runs_->folder("whole"), halved = runs_->folder("halved");
        LineTask first(1), second(1);
        first.noiseScale = second.noiseScale = 0;
        train(whole, first, settingsFor(30));
        second.largestBatch = 3;
        QCOMPARE(train(halved, second, settingsFor(30)), TrainingEnd::Done);
        QVERIFY(messagesOf(halved).find(
                    "Out of memory with 8 samples at once. The batch is now computed in 8 parts") !=
                std::string::npos);
        const auto expected = eventsOf(whole, "metrics"), found = eventsOf(halved, "metrics");
        QCOMPARE(found.size(), expected.size());
        for (size_t i = 0; i < found.size(); ++i)
            for (const char *name : {"train/loss", "gradient_norm"})
                QVERIFY(std::abs(found[i].metrics.at(name) - expected[i].metrics.at(name)) <
                        1e-6 * std::max(1.0, expected[i].metrics.at(name)));
        QVERIFY(torch::allclose(
            readTensors(halved.checkpoint(30) / "model.safetensors").at("weight"),
            readTensors(whole.checkpoint(30) / "model.safetensors").at("weight"), 0, 1e-6));
    }

    void noMemoryForOneSampleEndsTheRun()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        task.largestBatch = 0;
        QVERIFY_THROWS_EXCEPTION(Error, train(run, task, settingsFor(30)));
    }

    void aFullDiskLeavesEarlierCheckpoints()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        task.onMicroStep = [&](int64_t micro) { task.failsToSave = micro > 30; };
        QVERIFY_THROWS_EXCEPTION(DiskError, train(run, task, settingsFor(60)));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{14});
    }

    void aRunWhoseLastStateCannotBeSavedIsNotDone()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        task.onMicroStep = [&](int64_t micro) { task.failsToSave = micro == 2 * 20; };
        QVERIFY_THROWS_EXCEPTION(DiskError, train(run, task, settingsFor(20)));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{14});
    }

    void aDiskThatFailsForAWhileCostsOneCheckpoint()
    {
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(60);
        settings.evaluateEvery = 0;
        LineTask task(1);
        task.onMicroStep = [&](int64_t micro) {
            task.failsToSave = micro > 2 * 20 && micro < 2 * 25;
        };
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        const std::string messages = messagesOf(run);
        QVERIFY2(messages.find("warning: Checkpoint not written: ") != std::string::npos,
                 messages.c_str());
        QVERIFY(!std::filesystem::exists(run.checkpoint(21)));
        QVERIFY(std::filesystem::exists(run.checkpoint(28)));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{60});
    }

    void trainingWaitsForDiskSpace()
    {
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(20);
        int asked = 0;
        settings.freeSpace = [&asked](const std::filesystem::path &) {
            ++asked;
            return asked == 2 || asked == 3 ? int64_t{1} << 20 : int64_t{1} << 40;
        };
        LineTask task(1);
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        QVERIFY(messagesOf(run).find(
                    "Not enough disk space for a checkpoint (needs 17 MB, free 1 MB)") !=
                std::string::npos);
        QStringList states;
        for (const Event &event : eventsOf(run, "state"))
            states << QString::fromStdString(event.text);
        QCOMPARE(states, (QStringList{"starting", "running", "paused", "running", "done"}));
    }

    // The disk of the run stays full; the folder that is asked for has room.
    void aRunThatWaitsForSpaceSavesElsewhere()
    {
        const RunFolder run = runs_->folder("run");
        const QTemporaryDir disk;
        TrainerSettings settings = settingsFor(20);
        settings.checkpointEvery = 5;
        bool isFull = false;
        int asked = 0;
        settings.freeSpace = [&](const std::filesystem::path &place) {
            isFull |= std::filesystem::exists(run.checkpoint(10));
            if (!isFull || std::filesystem::is_symlink(place))
                return int64_t{1} << 40;
            const std::string folder = ++asked == 1 ? "/no/such/folder" : disk.path().toStdString();
            appendControlRequest(run.control(), {.request = "checkpoint_folder", .folder = folder});
            return int64_t{0};
        };
        LineTask task(1);
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        QCOMPARE(asked, 2);
        const std::string messages = messagesOf(run);
        const std::string moved = disk.path().toStdString() + "/run-checkpoints";
        QVERIFY2(messages.find("warning: Checkpoints stay where they are: /no/such/folder: is no "
                               "folder") != std::string::npos,
                 messages.c_str());
        QVERIFY2(messages.find("info: Checkpoints lie in " + moved + " from now on.") !=
                     std::string::npos,
                 messages.c_str());
        QCOMPARE(std::filesystem::read_symlink(run.checkpoints()), std::filesystem::path(moved));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{20});
        QVERIFY(std::filesystem::exists(moved + "/step-000000020/manifest.json"));
    }

    void aRunThatWaitsForSpaceCanBeStopped()
    {
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(20);
        settings.freeSpace = [&run](const std::filesystem::path &) {
            appendControlRequest(run.control(), {.request = "stop"});
            return int64_t{0};
        };
        LineTask task(1);
        QVERIFY_THROWS_EXCEPTION(DiskError, train(run, task, settings));
    }

    void standstillsAreReported()
    {
        const RunFolder run = runs_->folder("run");
        TrainerSettings settings = settingsFor(20);
        settings.stallSeconds = 0.05;
        LineTask task(1);
        task.onMicroStep = [](int64_t micro) {
            if (micro == 20)
                std::this_thread::sleep_for(std::chrono::milliseconds(600));
        };
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        QVERIFY(messagesOf(run).find("warning: No step for") != std::string::npos);
    }

private:
    std::unique_ptr<TemporaryRuns> runs_;
};

QTEST_GUILESS_MAIN(TestTrainerHealth)
#include "tst_trainer_health.moc"
