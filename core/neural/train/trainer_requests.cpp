// The part of the trainer that answers requests to a running worker (core/run/control.h).
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/neural/train/checkpoint_move.h"
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

bool Trainer::obeyRequests()
{
    while (true) {
        for (const ControlRequest &request : agreedRequests())
            obey(request);
        if (stopRequested_) {
            recorder_.message("info", "stop requested: saving the state");
            return true;
        }
        if (!isPaused_)
            return false;
        takeWritten(WriterWait::No);
        std::this_thread::sleep_for(pauseInterval);
    }
}

// Those that reached rank 0; a signal to any rank stops all.
std::vector<ControlRequest> Trainer::agreedRequests()
{
    std::vector<ControlRequest> requests;
    if (ranks_.isFirst())
        requests = recorder_.requests();
    if (step_ == retryStep_ && lastSaved_ != step_)
        requests.push_back({.request = "checkpoint"});
    if (ranks_.sum({stop_.stop_requested() ? 1.0 : 0.0}).front() > 0)
        requests.push_back({.request = "stop"});
    if (ranks_.size() == 1)
        return requests;
    nlohmann::json list = nlohmann::json::array();
    for (const ControlRequest &request : requests)
        list.push_back(toJson(request));
    requests.clear();
    for (const nlohmann::json &item : parseJson(ranks_.fromFirst(list.dump()), "requests"))
        if (const auto request = controlRequestFromJson(item))
            requests.push_back(*request);
    return requests;
}

void Trainer::obey(const ControlRequest &request)
{
    if (request.request == "pause") {
        setPaused(true);
    } else if (request.request == "resume") {
        setPaused(false);
    } else if (request.request == "checkpoint") {
        if (!isSaved())
            save();
        else if (!writer_.isWriting())
            recorder_.checkpoint(recorder_.run().checkpoint(step_).filename().string());
    } else if (request.request == "stop") {
        stopRequested_ = true;
    } else if (request.request == "set_lr") {
        setLearningRate(request);
    } else if (request.request == "rewind") {
        obeyRewind(request);
    } else if (request.request == "checkpoint_folder") {
        settleCheckpoints();
        obeyFolder(request);
    } else {
        recorder_.message("warning", "request not understood: " + printable(request.request));
    }
}

void Trainer::setPaused(bool isPaused)
{
    isPaused_ = isPaused;
    if (isPaused) {
        stall_.suspend();
        saveLast();
    } else {
        stall_.resume();
    }
    recorder_.state(isPaused ? RunState::Paused : RunState::Running);
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

void Trainer::obeyRewind(const ControlRequest &request)
{
    settleCheckpoints();
    const CheckpointEntry target{.step = request.step.value_or(-1),
                                 .folder = recorder_.run().checkpoint(request.step.value_or(-1))};
    // Rank 0 has written it and decides.
    const bool isThere = std::filesystem::exists(target.folder / "manifest.json") &&
                         !verifyCheckpoint(target.folder);
    if (ranks_.fromFirst(isThere ? "intact" : "missing") == "missing") {
        recorder_.message("warning", "there is no intact checkpoint of step " +
                                         std::to_string(target.step) + " to rewind to");
        return;
    }
    const int64_t from = step_;
    const int64_t skipped = std::max<int64_t>(0, request.skip.value_or(0));
    rewind(target, skipped);
    recorder_.message(
        "info",
        "Rewound from step " + std::to_string(from) + " to step " + std::to_string(step_) +
            (skipped > 0 ? "; the next " + std::to_string(skipped) + " batches are left out."
                         : ""));
}

// Of what is saved next nothing is known here: saving looks for the room it needs.
void Trainer::obeyFolder(const ControlRequest &request)
{
    if (!ranks_.isFirst())
        return;
    try {
        const auto folder = moveCheckpoints(recorder_.run(), request.folder.value_or(""), 0);
        recorder_.message("info", "Checkpoints lie in " + folder.string() + " from now on.");
    } catch (const Error &error) {
        recorder_.message("warning", "Checkpoints stay where they are: " + error.line() + ".");
    }
}

void Trainer::rewind(const CheckpointEntry &checkpoint, int64_t skippedBatches)
{
    stall_.suspend();
    optimizer_.clearGradients();
    restore(checkpoint);
    for (int64_t i = 0; i < skippedBatches; ++i)
        loader_.skip();
    if (ranks_.isFirst())
        checkpoints_.removeAfter(step_, best_.steps());
    stall_.resume();
}

} // namespace helicase
