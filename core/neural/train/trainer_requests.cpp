// The part of the trainer that answers requests to a running worker (core/run/control.h).
#include "core/base/text.h"
#include "core/neural/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace helicase {

namespace {

// How often a paused run looks for requests.
constexpr std::chrono::milliseconds pauseInterval(100);

} // namespace

bool Trainer::obeyRequests(const std::stop_token &stop)
{
    while (true) {
        for (const ControlRequest &request : recorder_.requests())
            obey(request);
        if (stop.stop_requested())
            stopRequested_ = true;
        if (stopRequested_) {
            recorder_.message("info", "stop requested: saving the state");
            return true;
        }
        if (!isPaused_)
            return false;
        std::this_thread::sleep_for(pauseInterval);
    }
}

void Trainer::obey(const ControlRequest &request)
{
    if (request.request == "pause") {
        isPaused_ = true;
        recorder_.state(RunState::Paused);
    } else if (request.request == "resume") {
        isPaused_ = false;
        recorder_.state(RunState::Running);
    } else if (request.request == "checkpoint") {
        if (checkpoints_.lastSaved() == step_)
            recorder_.checkpoint(recorder_.run().checkpoint(step_).filename().string());
        else
            save();
    } else if (request.request == "stop") {
        stopRequested_ = true;
    } else if (request.request == "set_lr") {
        setLearningRate(request);
    } else if (request.request == "rewind") {
        rewind(request);
    } else {
        recorder_.message("warning", "request not understood: " + printable(request.request));
    }
}

void Trainer::setLearningRate(const ControlRequest &request)
{
    const double rate = request.learningRate.value_or(-1);
    if (!std::isfinite(rate) || rate < 0) {
        recorder_.message("warning",
                          "set_lr needs a learning_rate of at least 0; nothing was changed");
        return;
    }
    settings_.learningRate = rate;
    recorder_.message("info", "highest learning rate set to " + formatReal(rate) +
                                  "; the schedule goes on from there");
}

void Trainer::rewind(const ControlRequest &request)
{
    const std::vector<CheckpointEntry> entries = listCheckpoints(recorder_.run());
    const auto target =
        std::ranges::find(entries, request.step.value_or(-1), &CheckpointEntry::step);
    if (target == entries.end() || verifyCheckpoint(target->folder)) {
        recorder_.message("warning", "there is no intact checkpoint of step " +
                                         std::to_string(request.step.value_or(-1)) +
                                         " to rewind to");
        return;
    }
    const int64_t from = step_;
    restore(*target);
    checkpoints_.removeAfter(step_, best_ ? std::optional(best_->step) : std::nullopt);
    recorder_.message("info", "rewound from step " + std::to_string(from) + " to step " +
                                  std::to_string(step_));
}

} // namespace helicase
