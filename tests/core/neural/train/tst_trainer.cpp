#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tensor/tensor_file.h"
#include "core/neural/train/shuffled_queue.h"
#include "core/neural/train/trainer.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cmath>
#include <numeric>
#include <thread>

using namespace helicase;

namespace {

// A linear model with dropout that learns y = 2x - 1 from shuffled points: everything that a real
// task has, in milliseconds.
class LineTask final : public Task {
public:
    explicit LineTask(uint64_t seed) : queue_(rows(), RandomStream(seed, "points"))
    {
        RandomStream random(seed, "weights");
        dropout_ = makeGenerator(random);
    }

    std::vector<ParameterGroup> parameterGroups() override
    {
        return splitByDecay({{"weight", weight_}, {"bias", bias_}}, 1, 0.001);
    }

    MicroStep nextMicroStep(uint64_t dropoutSeed) override
    {
        ++microSteps;
        if (onMicroStep)
            onMicroStep(microSteps);
        dropout_.set_current_seed(dropoutSeed);
        std::vector<float> x;
        for (int i = 0; i < 8; ++i)
            x.push_back(static_cast<float>(queue_.next()) / 16);
        const torch::Tensor input = torch::tensor(x).view({-1, 1});
        const torch::Tensor noise = torch::rand(input.sizes(), dropout_) * 0.1;
        const torch::Tensor error = (input + noise).matmul(weight_) + bias_ - (2 * input - 1);
        return {(error * error).mean() * lossFactor, 8};
    }

    double epoch() const override { return static_cast<double>(microSteps) * 8 / 64; }

    std::map<std::string, double> evaluate() override
    {
        ++evaluations;
        return {{"validation/loss",
                 std::abs(weight_.item<double>() - 2) + std::abs(bias_.item<double>() + 1)}};
    }

    Selection selection() const override { return {"validation/loss", Better::Smaller}; }

    ModelContent modelContent() const override
    {
        ModelContent content{
            .weights = {{"model.safetensors",
                         {{"weight", weight_.detach()}, {"bias", bias_.detach()}}}}};
        if (failsToSave)
            content.others.push_back([](const std::filesystem::path &folder) {
                throw DiskError("write", folder / "model.safetensors", ENOSPC);
            });
        return content;
    }

    void loadModel(const std::filesystem::path &folder) override
    {
        const torch::NoGradGuard noGradients;
        const NamedTensors tensors = readTensors(folder / "model.safetensors");
        weight_.copy_(tensors.at("weight"));
        bias_.copy_(tensors.at("bias"));
    }

    nlohmann::json state() const override
    {
        return {{"queue", queue_.state()}, {"micro", microSteps}};
    }

    void restore(const nlohmann::json &state) override
    {
        queue_.restore(state.at("queue"));
        microSteps = state.at("micro");
    }

    int64_t microSteps = 0;
    int evaluations = 0;
    double lossFactor = 1;
    bool failsToSave = false;
    std::function<void(int64_t)> onMicroStep;

private:
    static std::vector<int64_t> rows()
    {
        std::vector<int64_t> items(64);
        std::iota(items.begin(), items.end(), 0);
        return items;
    }

    torch::Tensor weight_ = torch::zeros({1, 1}).set_requires_grad(true);
    torch::Tensor bias_ = torch::zeros({1}).set_requires_grad(true);
    ShuffledQueue queue_;
    at::Generator dropout_;
};

TrainerSettings settingsFor(int64_t steps)
{
    return {.schedule = {.kind = ScheduleKind::Cosine,
                         .warmupSteps = 3,
                         .totalSteps = steps,
                         .finalShare = 0.1},
            .learningRate = 0.1,
            .accumulation = 2,
            .evaluateEvery = 10,
            .checkpointEvery = 7,
            .keepCheckpoints = 100,
            .seed = 11};
}

std::string digestOf(const std::filesystem::path &checkpoint)
{
    return sha256OfFile(checkpoint / "model.safetensors") +
           sha256OfFile(checkpoint / "optimizer.safetensors") +
           sha256OfFile(checkpoint / "state.json");
}

std::vector<Event> eventsOf(const RunFolder &run, const std::string &kind)
{
    std::vector<Event> found;
    for (Event &event : EventReader(run.events()).poll())
        if (event.kind == kind)
            found.push_back(std::move(event));
    return found;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void learnsAndWritesTheRunFolder()
    {
        const RunFolder run = folder("a");
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
             {"train/loss", "learning_rate", "gradient_norm", "tokens_per_second"})
            QVERIFY2(metrics.front().metrics.contains(name), name);
        QCOMPARE(metrics.front().metrics.at("learning_rate"), 0.0);
        QCOMPARE(summarizeRun(run.root()).state, RunState::Done);
        QVERIFY(std::filesystem::exists(run.results() / "metrics.json"));
        QVERIFY(pointedStep(run, "best").has_value());
        QCOMPARE(pointedStep(run, "latest"), std::optional<int64_t>(60));
    }

    void resumingGivesTheSameBits_data()
    {
        QTest::addColumn<int>("stoppedAt");
        QTest::newRow("before a checkpoint was due") << 5;
        QTest::newRow("at a checkpoint") << 14;
        QTest::newRow("at an evaluation") << 20;
        QTest::newRow("late") << 38;
    }

    void resumingGivesTheSameBits()
    {
        QFETCH(int, stoppedAt);
        const RunFolder whole = folder("whole"), interrupted = folder("interrupted");
        LineTask task(1);
        train(whole, task, settingsFor(40));

        LineTask first(1);
        std::stop_source stop;
        first.onMicroStep = [&](int64_t micro) {
            if (micro == 2 * stoppedAt)
                stop.request_stop();
        };
        QCOMPARE(train(interrupted, first, settingsFor(40), stop.get_token()),
                 TrainingEnd::Stopped);
        QCOMPARE(summarizeRun(interrupted.root()).state, RunState::Stopped);
        QCOMPARE(newestIntactCheckpoint(interrupted)->step, int64_t{stoppedAt});

        LineTask second(1);
        QCOMPARE(resume(interrupted, second, settingsFor(40)), TrainingEnd::Done);
        QCOMPARE(digestOf(interrupted.checkpoint(40)), digestOf(whole.checkpoint(40)));
        QCOMPARE(pointedStep(interrupted, "best"), pointedStep(whole, "best"));
    }

    // A killed process leaves events of steps that the resumed run makes again.
    void resumingFromAnOlderCheckpointGivesTheSameBits()
    {
        const RunFolder run = folder("run");
        LineTask task(1);
        train(run, task, settingsFor(40));
        const std::string digest = digestOf(run.checkpoint(40));
        for (const CheckpointEntry &entry : listCheckpoints(run))
            if (entry.step > 21)
                std::filesystem::remove_all(entry.folder);
        LineTask again(1);
        resume(run, again, settingsFor(40));
        QCOMPARE(digestOf(run.checkpoint(40)), digest);
    }

    void requestsAreAnswered()
    {
        const RunFolder run = folder("run");
        LineTask task(1);
        const auto request = [&](const char *name, std::optional<double> rate = {}) {
            appendControlRequest(run.control(), {.request = name, .learningRate = rate});
        };
        std::jthread waker;
        task.onMicroStep = [&](int64_t micro) {
            if (micro == 6)
                request("set_lr", 0.05);
            if (micro == 10)
                request("checkpoint");
            if (micro == 12)
                request("dance");
            if (micro == 20) {
                request("pause");
                waker = std::jthread([&] {
                    std::this_thread::sleep_for(std::chrono::milliseconds(300));
                    request("resume");
                });
            }
            if (micro == 30)
                request("stop");
        };
        QCOMPARE(train(run, task, settingsFor(60)), TrainingEnd::Stopped);
        QVERIFY(std::filesystem::exists(run.checkpoint(5)));
        QVERIFY(std::filesystem::exists(run.checkpoint(15)));
        QVERIFY(!std::filesystem::exists(run.checkpoint(16)));
        QStringList states;
        for (const Event &event : eventsOf(run, "state"))
            states << QString::fromStdString(event.text);
        QCOMPARE(states, (QStringList{"starting", "running", "paused", "running", "stopped"}));
        std::string messages;
        for (const Event &event : eventsOf(run, "message"))
            messages += event.text + "\n";
        QVERIFY(messages.find("set to 0.05") != std::string::npos);
        QVERIFY(messages.find("not understood: \"dance\"") != std::string::npos);
        const double rate = eventsOf(run, "metrics").at(3).metrics.at("learning_rate");
        QVERIFY(std::abs(rate - 0.05) < 1e-12);
    }

    void rewindingGoesBackToACheckpoint()
    {
        const RunFolder whole = folder("whole"), run = folder("run");
        LineTask task(1);
        train(whole, task, settingsFor(40));
        LineTask rewound(1);
        bool isFirst = true;
        rewound.onMicroStep = [&](int64_t micro) {
            if (micro == 50 && std::exchange(isFirst, false))
                appendControlRequest(run.control(), {.request = "rewind", .step = 14});
        };
        QCOMPARE(train(run, rewound, settingsFor(40)), TrainingEnd::Done);
        QCOMPARE(digestOf(run.checkpoint(40)), digestOf(whole.checkpoint(40)));
    }

    void badNumbersEndTheRun()
    {
        const RunFolder run = folder("run");
        LineTask task(1);
        task.onMicroStep = [&](int64_t micro) {
            if (micro == 31)
                task.lossFactor = std::nan("");
        };
        QVERIFY_THROWS_EXCEPTION(Error, train(run, task, settingsFor(60)));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{14});
    }

    void aFullDiskLeavesEarlierCheckpoints()
    {
        const RunFolder run = folder("run");
        LineTask task(1);
        task.onMicroStep = [&](int64_t micro) { task.failsToSave = micro > 30; };
        QVERIFY_THROWS_EXCEPTION(DiskError, train(run, task, settingsFor(60)));
        QCOMPARE(newestIntactCheckpoint(run)->step, int64_t{14});
    }

private:
    RunFolder folder(const char *name) const
    {
        RunFolder run(std::filesystem::path(folder_->path().toStdString()) / name);
        std::filesystem::create_directories(run.root());
        return run;
    }

    static TrainingEnd train(const RunFolder &run, LineTask &task, const TrainerSettings &settings,
                             const std::stop_token &stop = {})
    {
        RunRecorder recorder(run, {{"task", "line"}, {"total_steps", settings.schedule.totalSteps}},
                             {});
        return Trainer(task, settings, recorder).run(stop);
    }

    static TrainingEnd resume(const RunFolder &run, LineTask &task, const TrainerSettings &settings)
    {
        RunRecorder recorder(run, {{"task", "line"}, {"total_steps", settings.schedule.totalSteps}},
                             {});
        Trainer trainer(task, settings, recorder);
        trainer.restore(newestIntactCheckpoint(run).value());
        return trainer.run({});
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
