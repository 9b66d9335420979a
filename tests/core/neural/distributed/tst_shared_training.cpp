// One run of the trainer on several ranks gives what one process gives on the same steps: losses,
// norms, weights; also when it is taken up again by another number of ranks.
#include "tests/core/neural/distributed/thread_ranks.h"
#include "tests/core/neural/train/line_task.h"

#include <mutex>
#include <set>

using namespace helicase;
using namespace helicase::test;

namespace {

constexpr int64_t microBatches = 4;

TrainerSettings sharedSettings(int64_t steps)
{
    TrainerSettings settings = settingsFor(steps);
    settings.accumulation = microBatches;
    return settings;
}

// Which micro-batches of which step a rank computes.
class WatchedTask final : public Task {
public:
    WatchedTask(Task &task, std::vector<int64_t> &seen) : task_(task), seen_(seen) {}

    std::vector<ParameterGroup> parameterGroups() override { return task_.parameterGroups(); }
    std::unique_ptr<StepInput> draw(int64_t count) override { return task_.draw(count); }
    nlohmann::json samplerState() const override { return task_.samplerState(); }
    void restoreSampler(const nlohmann::json &state) override { task_.restoreSampler(state); }
    MicroStep loss(const StepInput &input, int64_t index, uint64_t seed) override
    {
        seen_.push_back(index);
        return task_.loss(input, index, seed);
    }
    std::map<std::string, double> evaluate() override { return task_.evaluate(); }
    Selection selection() const override { return task_.selection(); }
    ModelContent modelContent() const override { return task_.modelContent(); }
    void loadModel(const std::filesystem::path &folder) override { task_.loadModel(folder); }

private:
    Task &task_;
    std::vector<int64_t> &seen_;
};

using PrepareTask = std::function<void(LineTask &, const RankGroup &)>;

struct SharedRun {
    const RunFolder &run;
    TrainerSettings settings;
    bool isResumed = false;
    PrepareTask prepare = [](LineTask &, const RankGroup &) {};
    std::function<std::stop_token(const RankGroup &)> stop = [](const RankGroup &) {
        return std::stop_token();
    };
};

TrainingEnd trainOn(RankGroup &ranks, const SharedRun &wanted, std::vector<int64_t> &seen)
{
    LineTask line(1);
    wanted.prepare(line, ranks);
    WatchedTask task(line, seen);
    const auto recorder = ranks.isFirst()
                              ? std::make_unique<RunRecorder>(
                                    wanted.run, nlohmann::json{{"task", "line"}}, EventObserver())
                              : RunRecorder::silent(wanted.run);
    Trainer trainer(task, wanted.settings, *recorder, ranks);
    if (wanted.isResumed)
        trainer.restore(newestIntactCheckpoint(wanted.run).value());
    return trainer.run(wanted.stop(ranks));
}

// The micro-batches that each rank computed.
std::vector<std::vector<int64_t>> trainShared(int64_t size, const SharedRun &wanted)
{
    std::vector<std::vector<int64_t>> seen(static_cast<size_t>(size));
    onRanks(size, [&](RankGroup &ranks) {
        trainOn(ranks, wanted, seen[static_cast<size_t>(ranks.rank())]);
    });
    return seen;
}

bool areClose(double first, double second)
{
    return std::abs(first - second) <= 1e-6 * std::max(1.0, std::abs(second));
}

// What the metrics tell of every step, with the words of the first that differs.
std::string differenceOfMetrics(const RunFolder &found, const RunFolder &expected,
                                const std::string &kind)
{
    const auto ours = eventsOf(found, kind), theirs = eventsOf(expected, kind);
    if (ours.size() != theirs.size())
        return std::to_string(ours.size()) + " events instead of " + std::to_string(theirs.size());
    for (size_t i = 0; i < ours.size(); ++i)
        for (const char *name : {"train/loss", "gradient_norm", "learning_rate", "validation/loss"})
            if (theirs[i].metrics.contains(name) &&
                !areClose(ours[i].metrics.at(name), theirs[i].metrics.at(name)))
                return std::string(name) + " at step " + std::to_string(ours[i].step) + ": " +
                       std::to_string(ours[i].metrics.at(name)) + " instead of " +
                       std::to_string(theirs[i].metrics.at(name));
    return "";
}

double differenceOfWeights(const RunFolder &found, const RunFolder &expected, int64_t step)
{
    double largest = 0;
    for (const char *file : {"model.safetensors", "optimizer.safetensors"}) {
        const NamedTensors ours = readTensors(found.checkpoint(step) / file);
        for (const auto &[name, tensor] : readTensors(expected.checkpoint(step) / file))
            largest = std::max(largest, (ours.at(name) - tensor).abs().max().item<double>());
    }
    return largest;
}

} // namespace

class TestSharedTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { runs_ = std::make_unique<TemporaryRuns>(); }

    void equalsOneProcess_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("noise");
        for (const int size : {2, 4})
            for (const double noise : {0.0, 0.1})
                QTest::addRow("%d ranks, noise %.1f", size, noise) << size << noise;
    }

    void equalsOneProcess()
    {
        QFETCH(int, size);
        QFETCH(double, noise);
        const RunFolder alone = runs_->folder("alone"), shared = runs_->folder("shared");
        const auto prepare = [&](LineTask &task, const RankGroup &) { task.noiseScale = noise; };
        trainShared(1, {.run = alone, .settings = sharedSettings(30), .prepare = prepare});
        trainShared(size, {.run = shared, .settings = sharedSettings(30), .prepare = prepare});
        for (const char *kind : {"metrics", "evaluation"})
            QCOMPARE(differenceOfMetrics(shared, alone, kind), std::string());
        QVERIFY(differenceOfWeights(shared, alone, 30) <= 1e-6);
        QCOMPARE(summarizeRun(shared.root()).state, RunState::Done);
        QCOMPARE(pointedStep(shared, "best"), pointedStep(alone, "best"));
    }

    void ranksShareTheMicroBatchesOfAStep()
    {
        constexpr int64_t size = 2, steps = 10;
        const auto seen =
            trainShared(size, {.run = runs_->folder("shared"), .settings = sharedSettings(steps)});
        for (int64_t rank = 0; rank < size; ++rank) {
            const std::vector<int64_t> &own = seen[static_cast<size_t>(rank)];
            QCOMPARE(std::ssize(own), steps * microBatches / size);
            for (size_t i = 0; i < own.size(); ++i)
                QCOMPARE(own[i], rank + size * static_cast<int64_t>(i % (microBatches / size)));
        }
    }

    // Fewer micro-batches than ranks are cut; what cannot be cut leaves ranks without work.
    void moreRanksThanMicroBatches()
    {
        TrainerSettings settings = sharedSettings(20);
        settings.accumulation = 1;
        const auto quiet = [](LineTask &task, const RankGroup &) { task.noiseScale = 0; };
        const RunFolder alone = runs_->folder("alone"), shared = runs_->folder("shared");
        trainShared(1, {.run = alone, .settings = settings, .prepare = quiet});
        trainShared(4, {.run = shared, .settings = settings, .prepare = quiet});
        QCOMPARE(differenceOfMetrics(shared, alone, "metrics"), std::string());
        QVERIFY(differenceOfWeights(shared, alone, 20) <= 1e-6);
    }

    void continuesOnAnotherNumberOfRanks_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::newRow("2 to 1") << 2 << 1;
        QTest::newRow("1 to 2") << 1 << 2;
        QTest::newRow("2 to 4") << 2 << 4;
    }

    void continuesOnAnotherNumberOfRanks()
    {
        QFETCH(int, before);
        QFETCH(int, after);
        const RunFolder alone = runs_->folder("alone"), shared = runs_->folder("shared");
        trainShared(1, {.run = alone, .settings = sharedSettings(30)});
        // One of the ranks is asked to stop in the middle of the run; all do.
        std::stop_source stop;
        trainShared(before, {.run = shared,
                             .settings = sharedSettings(30),
                             .prepare =
                                 [&](LineTask &task, const RankGroup &ranks) {
                                     if (ranks.rank() + 1 == ranks.size())
                                         task.onMicroStep = [&](int64_t micro) {
                                             if (micro == 40 / before)
                                                 stop.request_stop();
                                         };
                                 },
                             .stop =
                                 [&](const RankGroup &ranks) {
                                     return ranks.rank() + 1 == ranks.size() ? stop.get_token()
                                                                             : std::stop_token();
                                 }});
        QCOMPARE(summarizeRun(shared.root()).state, RunState::Stopped);
        QCOMPARE(newestIntactCheckpoint(shared)->step, int64_t{10});
        trainShared(after, {.run = shared, .settings = sharedSettings(30), .isResumed = true});
        QCOMPARE(differenceOfMetrics(shared, alone, "metrics"), std::string());
        QVERIFY(differenceOfWeights(shared, alone, 30) <= 1e-6);
        QVERIFY(messagesOf(shared).find("processes so far") != std::string::npos);
    }

    // Requests reach rank 0 only; the others do the same at the same step.
    void requestsAreObeyedByAll()
    {
        const RunFolder run = runs_->folder("run");
        trainShared(2, {.run = run,
                        .settings = sharedSettings(30),
                        .prepare = [&](LineTask &task, const RankGroup &ranks) {
                            if (ranks.isFirst())
                                task.onMicroStep = [&](int64_t micro) {
                                    if (micro == 20)
                                        appendControlRequest(run.control(), {.request = "set_lr",
                                                                             .learningRate = 0});
                                };
                        }});
        const auto metrics = eventsOf(run, "metrics");
        QVERIFY(metrics[5].metrics.at("learning_rate") > 0);
        QCOMPARE(metrics[20].metrics.at("learning_rate"), 0.0);
        QCOMPARE(summarizeRun(run.root()).state, RunState::Done);
    }

    // Only rank 0 knows that the best checkpoint was lost; all have to save the next best one.
    void aCheckpointThatIsLostIsLostForAll()
    {
        const RunFolder run = runs_->folder("run");
        trainShared(2, {.run = run,
                        .settings = sharedSettings(30),
                        .prepare = [&](LineTask &task, const RankGroup &ranks) {
                            task.onMicroStep = [&task, isFirst = ranks.isFirst()](int64_t micro) {
                                task.lossFactor = micro > 20 ? -1 : 1; // worse from step 11 on
                                task.failsToSave = isFirst && micro >= 19 && micro <= 22;
                            };
                        }});
        QVERIFY(messagesOf(run).find("Checkpoint not written") != std::string::npos);
        QVERIFY(!std::filesystem::exists(run.checkpoint(10)));
        QVERIFY(pointedStep(run, "best") != std::optional<int64_t>(10));
        QCOMPARE(summarizeRun(run.root()).state, RunState::Done);
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{30});
    }

    void aRankThatFailsEndsTheOthers()
    {
        const RunFolder run = runs_->folder("run");
        std::string message;
        try {
            trainShared(2, {.run = run,
                            .settings = sharedSettings(30),
                            .prepare = [&](LineTask &task, const RankGroup &ranks) {
                                if (ranks.rank() == 1)
                                    task.onMicroStep = [](int64_t micro) {
                                        if (micro == 20)
                                            throw Error("broken");
                                    };
                            }});
        } catch (const Error &error) {
            message = error.what();
        }
        QVERIFY2(message.starts_with("the connection to another process"), message.c_str());
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{7});
    }

private:
    std::unique_ptr<TemporaryRuns> runs_;
};

QTEST_GUILESS_MAIN(TestSharedTraining)
#include "tst_shared_training.moc"
