#include "core/neural/train/trainer.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/pace.h"

#include <cmath>

namespace helicase {

namespace {

// Weights of matrix products, which tables of embeddings are not.
double weightsPerToken(const std::vector<ParameterGroup> &groups)
{
    double count = 0;
    for (const ParameterGroup &group : groups)
        for (const NamedParameter &parameter : group.parameters)
            if (parameter.tensor.dim() >= 2 &&
                parameter.name.find("embeddings") == std::string::npos)
                count += static_cast<double>(parameter.tensor.numel());
    return count;
}

std::optional<WeightAverage> averageOf(const std::vector<ParameterGroup> &groups, double decay)
{
    return decay > 0 ? std::optional<WeightAverage>(std::in_place, groups, decay) : std::nullopt;
}

std::vector<torch::Tensor> tensorsOf(const std::vector<ParameterGroup> &groups)
{
    std::vector<torch::Tensor> tensors;
    for (const ParameterGroup &group : groups)
        for (const NamedParameter &parameter : group.parameters)
            tensors.push_back(parameter.tensor);
    return tensors;
}

} // namespace

Trainer::Trainer(Task &task, const TrainerSettings &settings, RunRecorder &recorder,
                 RankGroup &ranks)
    : task_(task), settings_(settings), recorder_(recorder), ranks_(ranks),
      checkpoints_(recorder.run(), settings.keepCheckpoints,
                   task.returnsToCheckpoints() ? settings.checkpointEvery : 0),
      writer_(checkpoints_), optimizer_(task.parameterGroups(), settings.adam),
      average_(averageOf(optimizer_.groups(), settings.averageDecay)),
      gradients_(task, ranks, settings.precision),
      loader_(task, settings.accumulation, settings.prefetch), dropout_(settings.seed, "dropout"),
      health_(settings.health), meter_(weightsPerToken(optimizer_.groups())),
      stall_(std::chrono::duration<double>(settings.stallSeconds),
             [&recorder](double seconds) {
                 recorder.message("warning", "No step for " + durationText(seconds) +
                                                 ". The run waits for the disk, memory, another "
                                                 "rank or the processor.");
             }),
      best_(task.selection().better, settings.keepBest)
{
    ranks_.watch(tensorsOf(optimizer_.groups()));
}

TrainingEnd Trainer::run(std::stop_token stop)
{
    stop_ = std::move(stop);
    recorder_.setPosition(step_, epoch_);
    recorder_.state(RunState::Running);
    if (step_ == 0)
        evaluate();
    if (ranks_.isFirst())
        staging_.prepare(content());
    stall_.resume();
    while (!isLastStep() && !isPatienceOver()) {
        if (obeyRequests())
            return finish(TrainingEnd::Stopped);
        makeStep();
        if (isDue(settings_.evaluateEvery))
            evaluate();
        if (isDue(settings_.checkpointEvery) && !isSaved())
            save();
        takeWritten(WriterWait::No);
    }
    if (!isLastStep())
        recorder_.message("info", "no new best in " + std::to_string(evaluationsWithoutBest_) +
                                      " evaluations: the run ends at step " +
                                      std::to_string(step_));
    return finish(TrainingEnd::Done);
}

bool Trainer::isDue(int64_t interval) const
{
    return isLastStep() || (interval > 0 && step_ % interval == 0);
}

void Trainer::evaluate()
{
    stall_.suspend();
    lastEvaluation_ = evaluateTask();
    recorder_.evaluation(lastEvaluation_);
    stall_.resume();
    // The untrained model is measured, but is no candidate.
    if (step_ == 0)
        return;
    const bool isNewBest = best_.offer(step_, lastEvaluation_.at(task_.selection().metric));
    evaluationsWithoutBest_ = isNewBest ? 0 : evaluationsWithoutBest_ + 1;
    agreeOnBest();
    if (best_.holds(step_))
        save();
}

void Trainer::agreeOnBest()
{
    if (ranks_.size() == 1)
        return;
    const nlohmann::json own{{"best", best_.state()}, {"without_best", evaluationsWithoutBest_}};
    const nlohmann::json agreed = parseJson(ranks_.fromFirst(own.dump()), "best evaluations");
    best_.restore(agreed.at("best"));
    evaluationsWithoutBest_ = agreed.at("without_best");
}

std::map<std::string, double> Trainer::evaluateTask()
{
    const torch::NoGradGuard noGradients;
    if (average_)
        average_->swap();
    Event event{.kind = "evaluation", .metrics = task_.evaluate()};
    if (average_)
        average_->swap();
    if (ranks_.size() > 1)
        event = eventFromJson(parseJson(ranks_.fromFirst(toJson(event).dump()), "evaluation"));
    return event.metrics;
}

TrainingEnd Trainer::finish(TrainingEnd end)
{
    stall_.suspend();
    saveLast();
    if (end == TrainingEnd::Done && ranks_.isFirst())
        writeResults();
    recorder_.end(end == TrainingEnd::Done ? RunState::Done : RunState::Stopped);
    return end;
}

std::filesystem::path Trainer::bestModel() const
{
    return recorder_.run().checkpoint(best_.isEmpty() ? step_ : best_.step());
}

void Trainer::writeResults()
{
    nlohmann::json results = task_.conclude(
        {.bestModel = bestModel(), .results = recorder_.run().results(), .epoch = epoch_});
    results["step"] = step_;
    results["validation"] = lastEvaluation_;
    if (!best_.isEmpty())
        results["best"] = {{"step", best_.step()}, {task_.selection().metric, best_.value()}};
    writeJsonFile(recorder_.run().results() / "metrics.json", results);
}

} // namespace helicase
