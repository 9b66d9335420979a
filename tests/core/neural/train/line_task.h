// A task that learns in milliseconds, and runs of the trainer on it.
#pragma once

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tensor/tensor_file.h"
#include "core/neural/train/shuffled_queue.h"
#include "core/neural/train/trainer.h"

#include <QTemporaryDir>

#include <cerrno>
#include <cmath>
#include <functional>
#include <new>
#include <numeric>

namespace helicase::test {

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

    std::unique_ptr<StepInput> draw(int64_t microBatches) override
    {
        auto input = std::make_unique<MicroBatches<Points>>();
        for (int64_t i = 0; i < microBatches; ++i) {
            Points &points = input->batches.emplace_back();
            for (int j = 0; j < 8; ++j)
                points.x.push_back(static_cast<float>(queue_.next()) / 16);
        }
        input->samples = 8 * microBatches;
        drawn_ += input->samples;
        input->epoch = static_cast<double>(drawn_) / 64;
        return input;
    }

    nlohmann::json samplerState() const override
    {
        return {{"queue", queue_.state()}, {"drawn", drawn_}};
    }

    void restoreSampler(const nlohmann::json &state) override
    {
        queue_.restore(state.at("queue"));
        drawn_ = state.at("drawn");
    }

    MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) override
    {
        ++microSteps;
        if (onMicroStep)
            onMicroStep(microSteps);
        const std::vector<float> &x = dynamic_cast<const MicroBatches<Points> &>(input).at(index).x;
        const auto count = static_cast<int64_t>(x.size());
        if (count > largestBatch)
            throw std::bad_alloc();
        dropout_.set_current_seed(dropoutSeed);
        const torch::Tensor points = torch::tensor(x).view({-1, 1});
        const torch::Tensor noise = torch::rand(points.sizes(), dropout_) * noiseScale;
        const torch::Tensor error = (points + noise).matmul(weight_) + bias_ - (2 * points - 1);
        return {.loss = (error * error).mean() * lossFactor,
                .tokens = count,
                .share = static_cast<double>(count) / static_cast<double>(input.samples)};
    }

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
            .weights = {
                {"model.safetensors", {{"weight", weight_.detach()}, {"bias", bias_.detach()}}}}};
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

    int64_t microSteps = 0;
    int evaluations = 0;
    double lossFactor = 1;
    double noiseScale = 0.1;
    int64_t largestBatch = 8; // points that fit into the memory
    bool failsToSave = false;
    std::function<void(int64_t)> onMicroStep;

private:
    struct Points {
        std::vector<Points> halves() const
        {
            const auto middle = x.begin() + (std::ssize(x) + 1) / 2;
            if (middle == x.end())
                return {*this};
            return {{{x.begin(), middle}}, {{middle, x.end()}}};
        }

        std::vector<float> x;
    };

    static std::vector<int64_t> rows()
    {
        std::vector<int64_t> items(64);
        std::iota(items.begin(), items.end(), 0);
        return items;
    }

    torch::Tensor weight_ = torch::zeros({1, 1}).set_requires_grad(true);
    torch::Tensor bias_ = torch::zeros({1}).set_requires_grad(true);
    ShuffledQueue queue_;
    int64_t drawn_ = 0;
    at::Generator dropout_;
};

inline TrainerSettings settingsFor(int64_t steps)
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

inline std::string digestOf(const std::filesystem::path &checkpoint)
{
    return sha256OfFile(checkpoint / "model.safetensors") +
           sha256OfFile(checkpoint / "optimizer.safetensors") +
           sha256OfFile(checkpoint / "state.json");
}

inline std::vector<Event> eventsOf(const RunFolder &run, const std::string &kind)
{
    std::vector<Event> found;
    for (Event &event : EventReader(run.events()).poll())
        if (event.kind == kind)
            found.push_back(std::move(event));
    return found;
}

// The messages of a run, one per line.
inline std::string messagesOf(const RunFolder &run)
{
    std::string messages;
    for (const Event &event : eventsOf(run, "message"))
        messages += event.level + ": " + event.text + "\n";
    return messages;
}

// Run folders that vanish with the object.
class TemporaryRuns {
public:
    RunFolder folder(const char *name) const
    {
        RunFolder run(std::filesystem::path(folder_.path().toStdString()) / name);
        std::filesystem::create_directories(run.root());
        return run;
    }

private:
    QTemporaryDir folder_;
};

inline TrainingEnd train(const RunFolder &run, LineTask &task, const TrainerSettings &settings,
                         const std::stop_token &stop = {})
{
    RunRecorder recorder(run, {{"task", "line"}, {"total_steps", settings.schedule.totalSteps}},
                         {});
    SingleRank ranks;
    return Trainer(task, settings, recorder, ranks).run(stop);
}

inline TrainingEnd resume(const RunFolder &run, LineTask &task, const TrainerSettings &settings)
{
    RunRecorder recorder(run, {{"task", "line"}, {"total_steps", settings.schedule.totalSteps}},
                         {});
    SingleRank ranks;
    Trainer trainer(task, settings, recorder, ranks);
    trainer.restore(newestIntactCheckpoint(run).value());
    return trainer.run({});
}

} // namespace helicase::test
