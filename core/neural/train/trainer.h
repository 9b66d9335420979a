// The one trainer: steps with accumulation, schedule and clipping, evaluations, checkpoints,
// resume, events and control. What is learned is the task's part. Runs on one thread; requests
// reach it through the run folder and the stop token.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/train/checkpoint_keeper.h"
#include "core/neural/train/run_recorder.h"
#include "core/neural/train/schedule.h"
#include "core/neural/train/task.h"
#include "core/neural/train/throughput_meter.h"
#include "core/run/option_values.h"

#include <stop_token>

namespace helicase {

struct TrainerSettings {
    Schedule schedule; // totalSteps: the length of the run
    AdamSettings adam;
    double learningRate = 1e-3;     // highest
    double largestGradientNorm = 1; // 0: no clipping
    int64_t accumulation = 1;       // micro-batches per step
    int64_t evaluateEvery = 0;      // steps; 0: start and end only
    int64_t patience = 0;           // evaluations without a new best that end the run; 0: none do
    int64_t checkpointEvery = 0;    // steps; 0: at the end and at a new best only
    int64_t keepCheckpoints = 2;
    int64_t metricsEvery = 1; // steps
    uint64_t seed = 1;

    // From the options of core/run/training_options.h and "seed". totalSteps is 0 where the task
    // is to tell the length.
    static TrainerSettings from(const OptionValues &options);
};

enum class TrainingEnd { Done, Stopped };

class Trainer {
public:
    Trainer(Task &task, const TrainerSettings &settings, RunRecorder &recorder);

    // Continues from an intact checkpoint: weights, optimizer, random streams, sampler position,
    // best metric. Throws InputError.
    void restore(const CheckpointEntry &checkpoint);

    // Trains to the last step, until patience is over, or until a stop is requested; either way the state is saved. Throws
    // Error when the loss or the gradient is no finite number, DiskError when a checkpoint cannot
    // be written.
    TrainingEnd run(const std::stop_token &stop);

private:
    struct BestResult {
        int64_t step = 0;
        double value = 0;
    };

    void makeStep();
    // The mean loss of the step's micro-batches and their tokens.
    std::pair<double, int64_t> accumulateGradients();
    void refuseNonFinite(double value, const char *what) const;
    void recordStep(double loss, double rate, double norm);
    void evaluate();
    bool improves(double value) const;
    void save();
    nlohmann::json state() const;
    void loadState(const CheckpointEntry &checkpoint);

    // True when a stop was requested, by a signal or through the run folder.
    bool obeyRequests(const std::stop_token &stop);
    void obey(const ControlRequest &request);
    void setLearningRate(const ControlRequest &request);
    void rewind(const ControlRequest &request);
    TrainingEnd finish(TrainingEnd end);
    void writeResults();
    std::filesystem::path bestModel() const;

    bool isDue(int64_t interval) const;
    bool isLastStep() const { return step_ >= settings_.schedule.totalSteps; }
    bool isPatienceOver() const
    {
        return settings_.patience > 0 && evaluationsWithoutBest_ >= settings_.patience;
    }

    Task &task_;
    TrainerSettings settings_;
    RunRecorder &recorder_;
    CheckpointKeeper checkpoints_;
    AdamW optimizer_;
    RandomStream dropout_;
    ThroughputMeter throughput_;
    int64_t step_ = 0; // completed steps
    std::optional<BestResult> best_;
    int64_t evaluationsWithoutBest_ = 0;
    std::map<std::string, double> lastEvaluation_;
    double lossSum_ = 0; // since the last metrics
    int64_t lossCount_ = 0;
    bool isPaused_ = false;
    bool stopRequested_ = false;
};

} // namespace helicase
