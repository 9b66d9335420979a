// What a training task is to the trainer: data for each step, a loss, an evaluation, a model that
// can be saved. Stepping, accumulation, schedules, checkpoints, resume, events and control exist
// once, in Trainer. The drawing of data is called from the loader's thread, everything else from
// the trainer's: the two share what does not change only.
#pragma once

#include "core/neural/distributed/rank_group.h"
#include "core/neural/model/model_content.h"
#include "core/neural/train/adamw.h"
#include "core/neural/train/composer_schedule.h"
#include "core/neural/train/step_input.h"

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace helicase {

enum class Better { Smaller, Larger };

// The metric of evaluate() that picks the best checkpoint.
struct Selection {
    std::string metric;
    Better better = Better::Smaller;
};

struct MicroStep {
    torch::Tensor loss; // scalar with a graph, the mean over the micro-batch
    int64_t tokens = 0; // tokens (or bases) that went through the model
    double share = 1;   // of the step's loss; those of its micro-batches add up to 1
};

struct FinishedRun {
    std::filesystem::path bestModel; // folder of the best weights
    std::filesystem::path results;   // folder
    double epoch = 0;                // how often the training data was seen
};

// The seed of a micro-batch's dropout, by its index.
using DropoutSeeds = std::function<uint64_t(int64_t index)>;

class Task {
public:
    virtual ~Task() = default;

    // Names are unique over all groups and stable from run to run.
    virtual std::vector<ParameterGroup> parameterGroups() = 0;
    // The optimiser steps that the task's own options and data ask for; for options whose
    // "length.steps" is 0.
    virtual int64_t naturalSteps() const { return 1; }
    // What a step of so many micro-batches counts for in other units than steps.
    virtual BatchMeasure measure(int64_t /*microBatches*/) const { return {}; }

    // The next step's data: as many micro-batches as asked for, or fewer, at least 1, at the end of
    // an epoch.
    virtual std::unique_ptr<StepInput> draw(int64_t microBatches) = 0;
    // Sampler positions and random streams of draw().
    virtual nlohmann::json samplerState() const = 0;
    // Throws nlohmann::json::exception or Error when it is the state of other data.
    virtual void restoreSampler(const nlohmann::json &state) = 0;

    // Called before the losses of a step: what its parts have to know of each other, where a
    // micro-batch was cut that cannot be computed piece by piece. Rank r of R sees to the indices
    // r, r + R, ...; all ranks call it together.
    virtual void prepare(StepInput & /*input*/, const DropoutSeeds & /*seeds*/,
                         RankGroup & /*ranks*/)
    {
    }
    // The loss of a micro-batch of what this task drew, in training mode. All dropout masks follow
    // from the seed, so that a resumed run draws the same ones.
    virtual MicroStep loss(const StepInput &input, int64_t index, uint64_t dropoutSeed) = 0;
    // Metrics on held-out data ("validation/loss", ...), in evaluation mode; changes no random
    // stream.
    virtual std::map<std::string, double> evaluate() = 0;
    virtual Selection selection() const = 0;

    // Whether steps may return to a checkpoint (StepInput): the last one of the interval then
    // stays.
    virtual bool returnsToCheckpoints() const { return false; }
    // Called by rank 0 after each step, with the number of steps made.
    virtual void stepMade(int64_t /*step*/) {}

    // A model folder: weights, config.json and what else is needed to use the model. The weights
    // are the live ones, not copies.
    virtual ModelContent modelContent() const = 0;
    // Takes the weights from a folder with such content. Throws InputError.
    virtual void loadModel(const std::filesystem::path &folder) = 0;

    // Called once when the run is done: scores of the best weights on data that had no part in the
    // training, written into the folder of results. Returns what goes into its metrics.json. Throws
    // DiskError.
    virtual nlohmann::json conclude(const FinishedRun & /*run*/)
    {
        return nlohmann::json::object();
    }

    // What the user should know of the data: counts, fallbacks, what was cut.
    virtual std::vector<std::string> notes() const { return {}; }
};

} // namespace helicase
