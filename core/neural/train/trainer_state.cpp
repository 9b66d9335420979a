// The part of the trainer that saves its state and takes it up again.
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/train/trainer.h"

#include <algorithm>
#include <cerrno>
#include <thread>

namespace helicase {

namespace {

constexpr const char *weightsOfTraining = "training_weights.safetensors";
constexpr const char *optimizerFile = "optimizer.safetensors";
// Room for the small files of a checkpoint and for what else is written meanwhile.
constexpr int64_t spareBytes = int64_t{16} << 20;
constexpr std::chrono::milliseconds spaceInterval(500);
// In a row; then the run ends.
constexpr int64_t mostFailedCheckpoints = 3;
constexpr int64_t stepsToRetry = 10;

// It may be a link to another disk; before the first checkpoint it is not there yet.
std::filesystem::path placeOfCheckpoints(const RunFolder &run)
{
    return std::filesystem::exists(run.checkpoints()) ? run.checkpoints() : run.root();
}

std::string megabytes(int64_t bytes)
{
    return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

} // namespace

// What is copied and written, with the live tensors.
ModelContent Trainer::content() const
{
    ModelContent content = task_.modelContent();
    content.weights.push_back({optimizerFile, optimizer_.state()});
    if (average_)
        content.weights.push_back({weightsOfTraining, average_->state()});
    return content;
}

void Trainer::save()
{
    takeWritten(WriterWait::Yes);
    lastSaved_ = step_;
    if (average_)
        average_->swap();
    ModelContent content = this->content();
    waitForSpace(content.tensorBytes() + spareBytes);
    if (ranks_.isFirst()) {
        content.documents.push_back({"state.json", state()});
        // The copies stay as they are until the next save, which waits for this one.
        writer_.begin(
            step_,
            [staged = staging_.copy(content)](const std::filesystem::path &folder) {
                writeContent(folder, staged);
            },
            best_.steps());
    }
    if (average_)
        average_->swap();
}

void Trainer::waitForSpace(int64_t bytes)
{
    bool isWaiting = false;
    while (true) {
        const int64_t free =
            settings_.freeSpace ? settings_.freeSpace(placeOfCheckpoints(recorder_.run())) : bytes;
        if (ranks_.fromFirst(free >= bytes ? "enough" : "full") == "enough")
            break;
        if (!std::exchange(isWaiting, true)) {
            recorder_.message("warning", "Not enough disk space for a checkpoint (needs " +
                                             megabytes(bytes) + ", free " + megabytes(free) +
                                             "). Training is paused until there is.");
            stall_.suspend();
            recorder_.state(RunState::Paused);
        }
        for (const ControlRequest &request : agreedRequests()) {
            if (request.request == "stop")
                throw DiskError("write", recorder_.run().checkpoint(step_), ENOSPC);
            if (request.request == "checkpoint_folder")
                obeyFolder(request);
        }
        std::this_thread::sleep_for(spaceInterval);
    }
    if (!isWaiting)
        return;
    recorder_.state(RunState::Running);
    stall_.resume();
}

void Trainer::takeWritten(WriterWait wait)
{
    try {
        const auto step = wait == WriterWait::Yes ? writer_.finish() : writer_.takeCompleted();
        if (!step)
            return;
        failedCheckpoints_ = 0;
        recorder_.checkpoint(recorder_.run().checkpoint(*step).filename().string());
    } catch (const DiskError &error) {
        if (++failedCheckpoints_ >= mostFailedCheckpoints)
            throw;
        best_.remove(lastSaved_.value_or(0));
        lastSaved_.reset();
        retryStep_ = step_ + stepsToRetry;
        recorder_.message("warning", "Checkpoint not written: " + error.line() +
                                         ". Training goes on; it is tried again at step " +
                                         std::to_string(retryStep_) + ".");
    }
}

bool Trainer::isSaved()
{
    return ranks_.fromFirst(lastSaved_ == step_ ? "saved" : "not saved") == "saved";
}

void Trainer::saveLast()
{
    takeWritten(WriterWait::Yes);
    while (!isSaved()) {
        save();
        takeWritten(WriterWait::Yes);
    }
}

void Trainer::settleCheckpoints()
{
    takeWritten(WriterWait::Yes);
    ranks_.fromFirst("all written");
}

nlohmann::json Trainer::state() const
{
    return {{"step", step_},
            {"epoch", epoch_},
            {"samples", samples_},
            {"tokens", tokens_},
            {"total_steps", settings_.schedule.totalSteps},
            {"learning_rate", settings_.learningRate},
            {"optimizer_steps", optimizer_.steps()},
            {"best", best_.state()},
            {"evaluations_without_best", evaluationsWithoutBest_},
            {"loss_since_metrics", {{"sum", lossSum_}, {"count", lossCount_}}},
            {"halvings", gradients_.halvings()},
            {"health", health_.state()},
            {"threads", torch::get_num_threads()},
            {"ranks", ranks_.size()},
            {"random", {{"dropout", dropout_.state()}}},
            {"data", loader_.state()}};
}

void Trainer::loadWeights(const std::filesystem::path &checkpoint)
{
    task_.loadModel(checkpoint);
    if (average_) {
        average_->reset();
        average_->load(checkpoint / weightsOfTraining);
        average_->swap();
    }
}

void Trainer::restore(const CheckpointEntry &checkpoint)
{
    loadWeights(checkpoint.folder);
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
    epoch_ = state.at("epoch");
    samples_ = state.at("samples");
    tokens_ = state.at("tokens");
    settings_.learningRate = state.at("learning_rate");
    optimizer_.load(checkpoint.folder / optimizerFile, state.at("optimizer_steps"));
    best_.restore(state.at("best"));
    evaluationsWithoutBest_ = state.at("evaluations_without_best");
    lossSum_ = state.at("loss_since_metrics").at("sum");
    lossCount_ = state.at("loss_since_metrics").at("count");
    gradients_.setHalvings(state.at("halvings"));
    health_.restore(state.at("health"));
    dropout_ = RandomStream::fromState(state.at("random").at("dropout").get<std::string>());
    loader_.restore(state.at("data"));
    lastSaved_ = step_;
    recorder_.setPosition(step_, epoch_);
    if (const int64_t threads = state.at("threads"); threads != torch::get_num_threads())
        recorder_.message("warning", "the run used " + std::to_string(threads) +
                                         " threads so far and " +
                                         std::to_string(torch::get_num_threads()) +
                                         " now: results will differ in the last digits");
    if (const int64_t ranks = state.at("ranks"); ranks != ranks_.size())
        recorder_.message("info", "the run used " + std::to_string(ranks) +
                                      " processes so far and " + std::to_string(ranks_.size()) +
                                      " now; the order of the data stays the same");
}

} // namespace helicase
