#include "core/neural/train/trainer.h"

#include "core/base/error.h"
#include "core/base/json_file.h"

#include <cmath>

namespace helicase {

TrainerSettings TrainerSettings::from(const OptionValues &options)
{
    // Not every task can end early.
    const bool hasPatience = options.table().find("evaluation.patience");
    return {.schedule = {.kind = scheduleKind(options.text("schedule.kind")),
                         .warmupSteps = options.integer("schedule.warmup"),
                         .totalSteps = options.integer("length.steps"),
                         .finalShare = options.real("schedule.final")},
            .adam = {.beta1 = options.real("optimizer.beta1"),
                     .beta2 = options.real("optimizer.beta2"),
                     .epsilon = options.real("optimizer.epsilon")},
            .learningRate = options.real("optimizer.lr"),
            .largestGradientNorm = options.real("optimizer.clip"),
            .accumulation = options.integer("batch.accumulation"),
            .evaluateEvery = options.integer("evaluation.every"),
            .patience = hasPatience ? options.integer("evaluation.patience") : 0,
            .checkpointEvery = options.integer("checkpoint.every"),
            .keepCheckpoints = options.integer("checkpoint.keep"),
            .metricsEvery = options.integer("metrics.every"),
            .seed = static_cast<uint64_t>(options.integer("seed"))};
}

Trainer::Trainer(Task &task, const TrainerSettings &settings, RunRecorder &recorder)
    : task_(task), settings_(settings), recorder_(recorder),
      checkpoints_(recorder.run(), settings.keepCheckpoints),
      optimizer_(task.parameterGroups(), settings.adam), dropout_(settings.seed, "dropout")
{
}

TrainingEnd Trainer::run(const std::stop_token &stop)
{
    recorder_.setPosition(step_, task_.epoch());
    recorder_.state(RunState::Running);
    if (step_ == 0)
        evaluate();
    while (!isLastStep() && !isPatienceOver()) {
        if (obeyRequests(stop))
            return finish(TrainingEnd::Stopped);
        makeStep();
        if (isDue(settings_.evaluateEvery))
            evaluate();
        if (isDue(settings_.checkpointEvery) && checkpoints_.lastSaved() != step_)
            save();
    }
    if (!isLastStep())
        recorder_.message("info", "no new best in " + std::to_string(evaluationsWithoutBest_) +
                                      " evaluations: the run ends at step " +
                                      std::to_string(step_));
    return finish(TrainingEnd::Done);
}

void Trainer::makeStep()
{
    throughput_.start();
    const double rate = settings_.learningRate * rateShare(settings_.schedule, step_);
    const auto [loss, tokens] = accumulateGradients();
    const double norm = updateWeights(optimizer_, rate, settings_.largestGradientNorm);
    refuseNonFinite(norm, "gradient");
    ++step_;
    throughput_.stop(tokens);
    recordStep(loss, rate, norm);
}

std::pair<double, int64_t> Trainer::accumulateGradients()
{
    double lossSum = 0;
    int64_t tokens = 0;
    const int64_t microBatches = task_.beginStep(settings_.accumulation);
    for (int64_t i = 0; i < microBatches; ++i) {
        const MicroStep micro = task_.nextMicroStep(dropout_.next());
        const double share = micro.share.value_or(1 / static_cast<double>(microBatches));
        const double loss = micro.loss.item<double>();
        refuseNonFinite(loss, "loss");
        (micro.loss * share).backward();
        lossSum += loss * share;
        tokens += micro.tokens;
    }
    return {lossSum, tokens};
}

void Trainer::refuseNonFinite(double value, const char *what) const
{
    if (std::isfinite(value))
        return;
    throw Error("the " + std::string(what) + " is " + (std::isnan(value) ? "NaN" : "infinite") +
                    " at step " + std::to_string(step_ + 1) +
                    "; the run ends, earlier checkpoints are kept",
                "lower optimizer.lr, lengthen schedule.warmup or set optimizer.clip");
}

void Trainer::recordStep(double loss, double rate, double norm)
{
    lossSum_ += loss;
    ++lossCount_;
    recorder_.setPosition(step_, task_.epoch());
    if (step_ % settings_.metricsEvery != 0 && !isLastStep())
        return;
    recorder_.metrics({{"train/loss", lossSum_ / static_cast<double>(lossCount_)},
                       {"learning_rate", rate},
                       {"gradient_norm", norm},
                       {"tokens_per_second", throughput_.takeRate()}});
    recorder_.progress(step_, settings_.schedule.totalSteps, "training");
    lossSum_ = 0;
    lossCount_ = 0;
}

bool Trainer::isDue(int64_t interval) const
{
    return isLastStep() || (interval > 0 && step_ % interval == 0);
}

void Trainer::evaluate()
{
    const torch::NoGradGuard noGradients;
    lastEvaluation_ = task_.evaluate();
    recorder_.evaluation(lastEvaluation_);
    const double value = lastEvaluation_.at(task_.selection().metric);
    // The untrained model is measured, but is no candidate.
    if (step_ == 0)
        return;
    ++evaluationsWithoutBest_;
    if (!improves(value))
        return;
    best_ = BestResult{step_, value};
    evaluationsWithoutBest_ = 0;
    save();
    checkpoints_.markBest(step_);
}

bool Trainer::improves(double value) const
{
    if (!std::isfinite(value))
        return false;
    if (!best_)
        return true;
    return task_.selection().better == Better::Smaller ? value < best_->value
                                                       : value > best_->value;
}

void Trainer::save()
{
    checkpoints_.save(step_, [this](const std::filesystem::path &folder) {
        task_.saveModel(folder);
        optimizer_.save(folder / "optimizer.safetensors");
        writeJsonFile(folder / "state.json", state());
    });
    recorder_.checkpoint(recorder_.run().checkpoint(step_).filename().string());
}

nlohmann::json Trainer::state() const
{
    nlohmann::json state{{"step", step_},
                         {"total_steps", settings_.schedule.totalSteps},
                         {"learning_rate", settings_.learningRate},
                         {"evaluations_without_best", evaluationsWithoutBest_},
                         {"threads", torch::get_num_threads()},
                         {"random", {{"dropout", dropout_.state()}}},
                         {"task", task_.state()}};
    if (best_)
        state["best"] = {{"step", best_->step}, {"value", best_->value}};
    return state;
}

void Trainer::restore(const CheckpointEntry &checkpoint)
{
    task_.loadModel(checkpoint.folder);
    optimizer_.load(checkpoint.folder / "optimizer.safetensors");
    try {
        loadState(checkpoint);
    } catch (const nlohmann::json::exception &error) {
        throw InputError(error.what(), {.file = checkpoint.folder / "state.json"},
                         "remove this checkpoint to resume from an earlier one");
    }
}

void Trainer::loadState(const CheckpointEntry &checkpoint)
{
    const nlohmann::json state = readJsonFile(checkpoint.folder / "state.json");
    step_ = state.at("step");
    settings_.learningRate = state.at("learning_rate");
    dropout_ = RandomStream::fromState(state.at("random").at("dropout").get<std::string>());
    evaluationsWithoutBest_ = state.value("evaluations_without_best", int64_t{0});
    best_.reset();
    if (state.contains("best"))
        best_ = BestResult{state["best"].at("step"), state["best"].at("value")};
    task_.restore(state.at("task"));
    recorder_.setPosition(step_, task_.epoch());
    if (const int64_t threads = state.at("threads"); threads != torch::get_num_threads())
        recorder_.message("warning", "the run used " + std::to_string(threads) +
                                         " threads so far and " +
                                         std::to_string(torch::get_num_threads()) +
                                         " now: results will differ in the last digits");
}

TrainingEnd Trainer::finish(TrainingEnd end)
{
    if (checkpoints_.lastSaved() != step_)
        save();
    if (end == TrainingEnd::Done)
        writeResults();
    recorder_.end(end == TrainingEnd::Done ? RunState::Done : RunState::Stopped);
    return end;
}

std::filesystem::path Trainer::bestModel() const
{
    return recorder_.run().checkpoint(best_ ? best_->step : step_);
}

void Trainer::writeResults()
{
    nlohmann::json results = task_.conclude(bestModel(), recorder_.run().results());
    results["step"] = step_;
    results["validation"] = lastEvaluation_;
    if (best_)
        results["best"] = {{"step", best_->step}, {task_.selection().metric, best_->value}};
    writeJsonFile(recorder_.run().results() / "metrics.json", results);
}

} // namespace helicase
