// The part of the trainer that makes a step and judges it.
#include "core/base/error.h"
#include "core/neural/train/trainer.h"

namespace helicase {

void Trainer::makeStep()
{
    meter_.start();
    const double rate = settings_.learningRate * rateShare(settings_.schedule, step_);
    const std::unique_ptr<StepInput> input = loader_.next();
    if (input->returnsToCheckpoint)
        returnToCheckpoint();
    const StepGradient gradient = accumulate(*input);
    const double norm = optimizer_.clipGradients(settings_.largestGradientNorm);
    const StepVerdict verdict = health_.judge(gradient.loss, norm);
    const bool isAccepted = verdict.isGood || movesDespite(verdict);
    if (!isAccepted && verdict.policy == BadStepPolicy::RollBack)
        return rollBack(verdict.what);
    if (isAccepted) {
        optimizer_.step(rate);
        if (average_)
            average_->update();
    }
    optimizer_.clearGradients();
    ++step_;
    epoch_ = input->epoch;
    samples_ += input->samples;
    tokens_ += gradient.tokens;
    stall_.stepMade(meter_.stop(gradient.tokens, input->samples));
    recordStep(gradient, rate, norm);
    if (ranks_.isFirst())
        task_.stepMade(step_);
}

void Trainer::returnToCheckpoint()
{
    settleCheckpoints();
    const int64_t interval = settings_.checkpointEvery;
    const int64_t step = interval > 0 ? step_ / interval * interval : 0;
    if (step == step_)
        return;
    const std::filesystem::path folder = recorder_.run().checkpoint(step);
    const bool isThere =
        std::filesystem::exists(folder / "manifest.json") && !verifyCheckpoint(folder);
    if (ranks_.fromFirst(isThere ? "intact" : "missing") == "missing") {
        recorder_.message("warning", "There is no intact checkpoint of step " +
                                         std::to_string(step) +
                                         " to return to; the weights stay as they are.");
        return;
    }
    loadWeights(folder);
    recorder_.message("info", "Weights set back to those of step " + std::to_string(step) +
                                  "; the optimiser goes on.");
}

StepGradient Trainer::accumulate(StepInput &input)
{
    const int64_t halvings = gradients_.halvings();
    const int64_t samplesAtOnce = input.samples / input.size();
    const StepGradient gradient =
        gradients_.accumulate(input, dropout_.next(), [this] { optimizer_.clearGradients(); });
    if (gradients_.halvings() > halvings)
        recorder_.message("warning", "Out of memory with " + std::to_string(samplesAtOnce) +
                                         " samples at once. The batch is now computed in " +
                                         std::to_string(gradient.parts) +
                                         " parts; results do not change.");
    return gradient;
}

bool Trainer::movesDespite(const StepVerdict &verdict)
{
    const std::string found = verdict.what + " at step " + std::to_string(step_ + 1);
    switch (verdict.policy) {
    case BadStepPolicy::Stop:
        throw Error(found + "; the run ends, earlier checkpoints are kept",
                    "lower optimizer.lr, lengthen schedule.warmup or set optimizer.clip");
    case BadStepPolicy::Skip:
        recorder_.message("warning", found + ". The batch was skipped (policy: skip).");
        return false;
    case BadStepPolicy::RollBack:
        return false;
    case BadStepPolicy::Notice:
        recorder_.message("warning", found);
        return true;
    }
    return true;
}

void Trainer::rollBack(const std::string &what)
{
    settleCheckpoints();
    const int64_t bad = step_ + 1;
    const auto newest = newestIntactCheckpoint(recorder_.run());
    const std::string chosen = ranks_.fromFirst(newest ? std::to_string(newest->step) : "");
    if (chosen.empty())
        throw Error(what + " at step " + std::to_string(bad) +
                        ", and there is no checkpoint yet to go back to",
                    "lower optimizer.lr, lengthen schedule.warmup or set optimizer.clip");
    // The health counters go on, so that a run that goes back again and again ends.
    const nlohmann::json health = health_.state();
    const int64_t step = std::stoll(chosen);
    rewind({.step = step, .folder = recorder_.run().checkpoint(step)}, bad - step);
    health_.restore(health);
    recorder_.message("warning", what + " at step " + std::to_string(bad) + ". Back to step " +
                                     std::to_string(step_) +
                                     "; the batches since then are left out (policy: rollback).");
}

void Trainer::recordStep(const StepGradient &gradient, double rate, double norm)
{
    lossSum_ += gradient.loss;
    ++lossCount_;
    recorder_.setPosition(step_, epoch_);
    if (step_ % settings_.metricsEvery != 0 && !isLastStep())
        return;
    std::map<std::string, double> metrics = meter_.take(settings_.schedule.totalSteps - step_);
    metrics.insert({{"train/loss", lossSum_ / static_cast<double>(lossCount_)},
                    {"learning_rate", rate},
                    {"tokens_seen", static_cast<double>(tokens_)},
                    {"samples_seen", static_cast<double>(samples_)},
                    {"gradient_norm", norm}});
    recorder_.metrics(std::move(metrics));
    recorder_.progress(step_, settings_.schedule.totalSteps, "training");
    lossSum_ = 0;
    lossCount_ = 0;
}

} // namespace helicase
