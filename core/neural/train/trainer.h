// The one trainer: steps with accumulation, schedule and clipping, evaluations, checkpoints,
// resume, health, events and control. What is learned is the task's part. Runs on one thread; data
// are prepared and checkpoints written on others. Requests reach it through the run folder and the
// stop token. With several ranks each runs one; rank 0 decides and writes.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/distributed/rank_group.h"
#include "core/neural/train/best_results.h"
#include "core/neural/train/checkpoint_writer.h"
#include "core/neural/train/gradient_accumulator.h"
#include "core/neural/train/run_recorder.h"
#include "core/neural/train/schedule.h"
#include "core/neural/train/staging_buffers.h"
#include "core/neural/train/stall_watch.h"
#include "core/neural/train/step_health.h"
#include "core/neural/train/step_loader.h"
#include "core/neural/train/step_meter.h"
#include "core/neural/train/task.h"
#include "core/neural/train/trainer_settings.h"
#include "core/neural/train/weight_average.h"

#include <stop_token>

namespace helicase {

enum class TrainingEnd { Done, Stopped };

class Trainer {
public:
    // ranks: outlives the trainer.
    Trainer(Task &task, const TrainerSettings &settings, RunRecorder &recorder, RankGroup &ranks);

    // Continues from an intact checkpoint: weights, optimizer, random streams, sampler position,
    // best metric. Throws InputError.
    void restore(const CheckpointEntry &checkpoint);
    // The same from a checkpoint that need not be the newest; later ones are removed and so many
    // batches from there are left out.
    void rewind(const CheckpointEntry &checkpoint, int64_t skippedBatches);

    // Trains to the last step, until patience is over, or until a stop is requested; either way the
    // state is saved. Throws Error when the loss or the gradient is no finite number and the policy
    // is to stop, DiskError when a checkpoint cannot be written.
    TrainingEnd run(std::stop_token stop);

private:
    // trainer_step.cpp
    void makeStep();
    // Weights only: optimizer, data and random streams stay where they are.
    void returnToCheckpoint();
    StepGradient accumulate(StepInput &input);
    // Acts on a bad step as its policy says. True when the weights are to be moved all the same.
    bool movesDespite(const StepVerdict &verdict);
    void rollBack(const std::string &what);
    void recordStep(const StepGradient &gradient, double rate, double norm);

    // trainer.cpp
    void evaluate();
    std::map<std::string, double> evaluateTask();
    // Whose checkpoints could be kept is known to rank 0 only.
    void agreeOnBest();
    TrainingEnd finish(TrainingEnd end);
    void writeResults();
    std::filesystem::path bestModel() const;
    bool isDue(int64_t interval) const;
    bool isLastStep() const { return step_ >= settings_.schedule.totalSteps; }
    bool isPatienceOver() const
    {
        return settings_.patience > 0 && evaluationsWithoutBest_ >= settings_.patience;
    }

    // trainer_state.cpp
    ModelContent content() const;
    void save();
    void waitForSpace(int64_t bytes);
    enum class WriterWait { No, Yes };

    // Whether the present step's state is saved or being written, as rank 0 knows it: whether
    // writing failed is known to it only, and saving is done together.
    bool isSaved();
    // Tells of a checkpoint that was written, or that writing failed; it is tried again some steps
    // later. Throws DiskError when that happens again and again.
    void takeWritten(WriterWait wait);
    // Until the present step's state is on the disk.
    void saveLast();
    // Waits until all ranks see the same checkpoints.
    void settleCheckpoints();
    nlohmann::json state() const;
    // Weights and their average.
    void loadWeights(const std::filesystem::path &checkpoint);
    void loadState(const CheckpointEntry &checkpoint);

    // trainer_requests.cpp
    // True when a stop was requested, by a signal or through the run folder.
    bool obeyRequests();
    std::vector<ControlRequest> agreedRequests();
    void obey(const ControlRequest &request);
    void setLearningRate(const ControlRequest &request);
    void obeyRewind(const ControlRequest &request);
    void obeyFolder(const ControlRequest &request);
    void setPaused(bool isPaused);

    Task &task_;
    TrainerSettings settings_;
    RunRecorder &recorder_;
    RankGroup &ranks_;
    CheckpointKeeper checkpoints_;
    CheckpointWriter writer_; // after the keeper that it uses
    StagingBuffers staging_;
    AdamW optimizer_;
    std::optional<WeightAverage> average_;
    GradientAccumulator gradients_;
    StepLoader loader_;
    RandomStream dropout_;
    StepHealth health_;
    StepMeter meter_;
    StallWatch stall_;
    int64_t step_ = 0; // completed steps
    std::optional<int64_t> lastSaved_;
    int64_t failedCheckpoints_ = 0; // in a row
    int64_t retryStep_ = -1;        // where a failed one is tried again
    double epoch_ = 0;
    int64_t samples_ = 0; // seen so far
    int64_t tokens_ = 0;
    BestResults best_;
    int64_t evaluationsWithoutBest_ = 0;
    std::map<std::string, double> lastEvaluation_;
    double lossSum_ = 0; // since the last metrics
    int64_t lossCount_ = 0;
    std::stop_token stop_;
    bool isPaused_ = false;
    bool stopRequested_ = false;
};

} // namespace helicase
