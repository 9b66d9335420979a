// The trainer from start to end, and runs that are interrupted and taken up again.
#include "tests/core/neural/train/line_task.h"
#include "tests/support/test_data.h"

#include <set>

using namespace helicase;
using namespace helicase::test;

class TestTrainer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { runs_ = std::make_unique<TemporaryRuns>(); }

    void learnsAndWritesTheRunFolder()
    {
        const RunFolder run = runs_->folder("a");
        LineTask task(1);
        QCOMPARE(train(run, task, settingsFor(60)), TrainingEnd::Done);
        const auto evaluations = eventsOf(run, "evaluation");
        QCOMPARE(evaluations.size(), size_t{7}); // steps 0, 10, ..., 60
        QCOMPARE(evaluations.front().step, int64_t{0});
        QVERIFY(evaluations.back().metrics.at("validation/loss") <
                0.5 * evaluations.front().metrics.at("validation/loss"));
        const auto metrics = eventsOf(run, "metrics");
        QCOMPARE(metrics.size(), size_t{60});
        for (const char *name :
             {"train/loss", "learning_rate", "gradient_norm", "tokens_per_second",
              "samples_per_second", "model_flops_utilization", "seconds_left", "peak_memory_bytes"})
            QVERIFY2(metrics.front().metrics.contains(name), name);
        QCOMPARE(metrics.front().metrics.at("learning_rate"), 0.0);
        QCOMPARE(metrics.back().epoch, 60.0 * 16 / 64);
        QCOMPARE(metrics.back().metrics.at("samples_seen"), 60.0 * 16);
        QCOMPARE(metrics.back().metrics.at("tokens_seen"), 60.0 * 16);
        QCOMPARE(summarizeRun(run.root()).state, RunState::Done);
        QVERIFY(std::filesystem::exists(run.results() / "metrics.json"));
        QVERIFY(pointedStep(run, "best").has_value());
        QCOMPARE(pointedStep(run, "latest"), std::optional<int64_t>(60));
    }

    void resumingGivesTheSameBits_data()
    {
        QTest::addColumn<int>("stoppedAt");
        QTest::addColumn<double>("averageDecay");
        QTest::addColumn<int>("prefetch");
        QTest::newRow("before a checkpoint was due") << 5 << 0.0 << 2;
        QTest::newRow("at a checkpoint") << 14 << 0.0 << 2;
        QTest::newRow("at an evaluation") << 20 << 0.0 << 5;
        QTest::newRow("late") << 38 << 0.0 << 0;
        QTest::newRow("with averaged weights") << 17 << 0.9 << 2;
    }

    void resumingGivesTheSameBits()
    {
        QFETCH(int, stoppedAt);
        QFETCH(double, averageDecay);
        QFETCH(int, prefetch);
        TrainerSettings settings = settingsFor(40);
        settings.averageDecay = averageDecay;
        settings.metricsEvery = 3;
        const RunFolder whole = runs_->folder("whole"), interrupted = runs_->folder("interrupted");
        LineTask task(1);
        train(whole, task, settings);

        settings.prefetch = prefetch;
        LineTask first(1);
        std::stop_source stop;
        first.onMicroStep = [&](int64_t micro) {
            if (micro == 2 * stoppedAt)
                stop.request_stop();
        };
        QCOMPARE(train(interrupted, first, settings, stop.get_token()), TrainingEnd::Stopped);
        QCOMPARE(summarizeRun(interrupted.root()).state, RunState::Stopped);
        QCOMPARE(newestIntactCheckpoint(interrupted)->step, int64_t{stoppedAt});

        LineTask second(1);
        QCOMPARE(resume(interrupted, second, settings), TrainingEnd::Done);
        QCOMPARE(digestOf(interrupted.checkpoint(40)), digestOf(whole.checkpoint(40)));
        QCOMPARE(pointedStep(interrupted, "best"), pointedStep(whole, "best"));
        QCOMPARE(historyOf(interrupted), historyOf(whole));
    }

    void everyStepIsAPlaceToStop()
    {
        const RunFolder whole = runs_->folder("whole");
        LineTask task(1);
        train(whole, task, settingsFor(40));
        const std::string digest = digestOf(whole.checkpoint(40));
        for (int64_t step = 1; step < 40; ++step) {
            const RunFolder run = runs_->folder("run");
            TrainerSettings settings = settingsFor(40);
            settings.prefetch = step % 4;
            LineTask first(1), second(1);
            std::stop_source stop;
            first.onMicroStep = [&](int64_t micro) {
                if (micro == 2 * step)
                    stop.request_stop();
            };
            train(run, first, settings, stop.get_token());
            resume(run, second, settings);
            QCOMPARE(digestOf(run.checkpoint(40)), digest);
            std::filesystem::remove_all(run.root());
        }
    }

    // A killed process leaves events of steps that the resumed run makes again.
    void resumingFromAnOlderCheckpointGivesTheSameBits()
    {
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        train(run, task, settingsFor(40));
        const std::string digest = digestOf(run.checkpoint(40));
        const auto history = historyOf(run);
        for (const CheckpointEntry &entry : listCheckpoints(run))
            if (entry.step > 21)
                std::filesystem::remove_all(entry.folder);
        LineTask again(1);
        resume(run, again, settingsFor(40));
        QCOMPARE(digestOf(run.checkpoint(40)), digest);
        QCOMPARE(historyOf(run), history);
    }

    void averagedWeightsAreSavedAndEvaluated()
    {
        TrainerSettings settings = settingsFor(40);
        settings.averageDecay = 0.9;
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        train(run, task, settings);
        const NamedTensors averaged = readTensors(run.checkpoint(40) / "model.safetensors");
        const NamedTensors own = readTensors(run.checkpoint(40) / "training_weights.safetensors");
        QVERIFY(!torch::equal(averaged.at("weight"), own.at("weight")));
        const double evaluated = std::abs(averaged.at("weight").item<double>() - 2) +
                                 std::abs(averaged.at("bias").item<double>() + 1);
        QCOMPARE(eventsOf(run, "evaluation").back().metrics.at("validation/loss"), evaluated);
    }

    void patienceEndsTheRun()
    {
        TrainerSettings settings = settingsFor(400);
        settings.patience = 3;
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        // From step 21 on it learns the opposite.
        task.onMicroStep = [&task](int64_t micro) { task.lossFactor = micro > 40 ? -1 : 1; };
        QCOMPARE(train(run, task, settings), TrainingEnd::Done);
        QVERIFY(messagesOf(run).find("no new best in 3 evaluations") != std::string::npos);
        const int64_t end = newestIntactCheckpoint(run)->step;
        QVERIFY(end < 200);
        QCOMPARE(pointedStep(run, "best"), std::optional(end - 30)); // three evaluations before
    }

    void severalBestCheckpointsAreKept()
    {
        TrainerSettings settings = settingsFor(60);
        settings.keepCheckpoints = 1;
        settings.keepBest = 3;
        const RunFolder run = runs_->folder("run");
        LineTask task(1);
        train(run, task, settings);
        std::map<double, int64_t> byLoss;
        for (const Event &event : eventsOf(run, "evaluation"))
            if (event.step > 0)
                byLoss.emplace(event.metrics.at("validation/loss"), event.step);
        std::set<int64_t> expected{60}, kept;
        for (const auto &[loss, step] : byLoss)
            if (expected.size() < 4 && std::distance(byLoss.begin(), byLoss.find(loss)) < 3)
                expected.insert(step);
        for (const CheckpointEntry &entry : listCheckpoints(run))
            kept.insert(entry.step);
        QVERIFY(kept == expected);
        QCOMPARE(pointedStep(run, "best"), std::optional(byLoss.begin()->second));
    }

private:
    // Train losses by step, as whoever draws the curve has to read them: a later value of a step
    // replaces an earlier.
    static std::map<int64_t, double> historyOf(const RunFolder &run)
    {
        std::map<int64_t, double> history;
        for (const Event &event : eventsOf(run, "metrics"))
            history[event.step] = event.metrics.at("train/loss");
        return history;
    }

    std::unique_ptr<TemporaryRuns> runs_;
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
