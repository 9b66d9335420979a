// What the trainer's options say. Plain values.
#pragma once

#include "core/neural/train/adamw.h"
#include "core/neural/train/composer_schedule.h"
#include "core/neural/train/gradient_accumulator.h"
#include "core/neural/train/schedule.h"
#include "core/neural/train/step_health.h"
#include "core/run/option_values.h"

#include <filesystem>
#include <functional>

namespace helicase {

struct TrainerSettings {
    Schedule schedule; // totalSteps: the length of the run
    AdamSettings adam;
    double learningRate = 1e-3;     // highest
    double largestGradientNorm = 1; // 0: no clipping
    int64_t accumulation = 1;       // micro-batches per step
    int64_t prefetch = 2;           // steps whose data are prepared ahead; 0: none
    TrainingPrecision precision = TrainingPrecision::Fp32;
    double averageDecay = 0;     // of the weights' moving average; 0: none
    int64_t evaluateEvery = 0;   // steps; 0: start and end only
    int64_t patience = 0;        // evaluations without a new best that end the run; 0: none do
    int64_t checkpointEvery = 0; // steps; 0: at the end and at a new best only
    int64_t keepCheckpoints = 2;
    int64_t keepBest = 1;
    int64_t metricsEvery = 1; // steps
    HealthSettings health;
    double stallSeconds = 120; // without a step that are reported
    uint64_t seed = 1;
    // Bytes that are free on the disk of a folder.
    std::function<int64_t(const std::filesystem::path &)> freeSpace;

    // From the options of core/run/training_options.h, "precision" and "seed". naturalSteps: for a
    // "length.steps" of 0. measure: what a step counts for, which the warm-up may be counted in.
    // Throws OptionError.
    static TrainerSettings from(const OptionValues &options, int64_t naturalSteps,
                                const BatchMeasure &measure);
};

// A length in steps: "250", "250ba", "3ep", "1003sp", "1000000tok", or a share of the run,
// "0.06dur", cut to a whole number. Throws OptionError, under the option's name.
int64_t stepsOf(const std::string &option, const std::string &text, int64_t totalSteps,
                const BatchMeasure &measure);

} // namespace helicase
