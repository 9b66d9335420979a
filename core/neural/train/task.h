// What a training task is to the trainer: batches with a loss, an evaluation, a model that can be
// saved. Stepping, accumulation, schedules, checkpoints, resume, events and control exist once, in
// Trainer. One thread at a time.
#pragma once

#include "core/neural/train/adamw.h"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
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
    // Its part of the step's loss, all of a step adding up to 1; nothing: as large as the others'.
    std::optional<double> share = std::nullopt;
};

class Task {
public:
    virtual ~Task() = default;

    // Names are unique over all groups and stable from run to run.
    virtual std::vector<ParameterGroup> parameterGroups() = 0;
    // The optimiser steps that the task's own options and data ask for; for options whose
    // "length.steps" is 0.
    virtual int64_t naturalSteps() const { return 1; }

    // Called before each step with the micro-batches that its options ask for. Returns how many
    // there will be: fewer, at least 1, at the end of an epoch.
    virtual int64_t beginStep(int64_t microBatches) { return microBatches; }
    // Draws the next micro-batch and computes its loss in training mode. All dropout masks follow
    // from dropoutSeed, so that a resumed run draws the same ones.
    virtual MicroStep nextMicroStep(uint64_t dropoutSeed) = 0;
    // How often the training data has been seen so far.
    virtual double epoch() const = 0;
    // Metrics on held-out data ("validation/loss", ...), in evaluation mode; changes no random
    // stream.
    virtual std::map<std::string, double> evaluate() = 0;
    virtual Selection selection() const = 0;

    // A model folder: weights, config.json and what else is needed to use the model. Throws
    // DiskError.
    virtual void saveModel(const std::filesystem::path &folder) const = 0;
    // Takes the weights from a folder that saveModel wrote. Throws InputError.
    virtual void loadModel(const std::filesystem::path &folder) = 0;
    // Sampler positions and random streams.
    virtual nlohmann::json state() const = 0;
    virtual void restore(const nlohmann::json &state) = 0;

    // Called once when the run is done, with the folder of the best weights: scores of them on data
    // that had no part in the training, written into the folder of results. Returns what goes into
    // its metrics.json. Throws DiskError.
    virtual nlohmann::json conclude(const std::filesystem::path & /*bestModel*/,
                                    const std::filesystem::path & /*results*/)
    {
        return nlohmann::json::object();
    }

    // What the user should know of the data: counts, fallbacks, what was cut.
    virtual std::vector<std::string> notes() const { return {}; }
};

} // namespace helicase
