#include "core/neural/train/trainer_settings.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <cmath>

namespace helicase {

namespace {

// Steps of this many units each, the last one perhaps not full.
int64_t stepsFor(const std::string &option, double units, int64_t unitsPerStep, const char *what)
{
    if (unitsPerStep <= 0)
        throw OptionError(option,
                          "this task does not know the number of " + std::string(what) +
                              " of a step beforehand",
                          "give the length in steps or as a share of the run, say 0.06dur");
    return static_cast<int64_t>(std::ceil(units / static_cast<double>(unitsPerStep)));
}

int64_t bytesFreeAt(const std::filesystem::path &folder)
{
    std::error_code unknown;
    const std::filesystem::space_info space = std::filesystem::space(folder, unknown);
    return unknown ? std::numeric_limits<int64_t>::max() : static_cast<int64_t>(space.available);
}

AdamSettings adamSettings(const OptionValues &options)
{
    const double rate = options.real("optimizer.lr");
    return {.beta1 = options.real("optimizer.beta1"),
            .beta2 = options.real("optimizer.beta2"),
            .epsilon = options.real("optimizer.epsilon"),
            .initialRate = options.text("optimizer.kind") == "decoupled_adamw" ? rate : 0};
}

} // namespace

int64_t stepsOf(const std::string &option, const std::string &text, int64_t totalSteps,
                const BatchMeasure &measure)
{
    if (const auto steps = parseInteger(text); steps && *steps >= 0)
        return *steps;
    const Duration length = parseDuration(option, text);
    switch (length.unit) {
    case TimeUnit::Batches:
        break;
    case TimeUnit::Samples:
        return stepsFor(option, length.count, measure.samples, "samples");
    case TimeUnit::Tokens:
        return stepsFor(option, length.count, measure.tokens, "tokens");
    case TimeUnit::Epochs:
        return static_cast<int64_t>(length.count) *
               stepsFor(option, static_cast<double>(measure.batchesPerEpoch), 1, "steps");
    case TimeUnit::ShareOfRun:
        return static_cast<int64_t>(length.count * static_cast<double>(totalSteps));
    }
    return static_cast<int64_t>(length.count);
}

TrainerSettings TrainerSettings::from(const OptionValues &options, int64_t naturalSteps,
                                      const BatchMeasure &measure)
{
    const int64_t wantedSteps = options.integer("length.steps");
    const int64_t steps = wantedSteps > 0 ? wantedSteps : naturalSteps;
    const int64_t warmup =
        stepsOf("schedule.warmup", options.text("schedule.warmup"), steps, measure);
    const ScheduleKind kind = scheduleKind(options.text("schedule.kind"));
    return {.schedule = {.kind = kind,
                         .warmupSteps = warmup,
                         .totalSteps = steps,
                         .finalShare = options.real("schedule.final")},
            .adam = adamSettings(options),
            .learningRate = options.real("optimizer.lr"),
            .largestGradientNorm = options.real("optimizer.clip"),
            .accumulation = options.integer("batch.accumulation"),
            .prefetch = options.integer("batch.prefetch"),
            .precision = options.text("precision") == "bf16" ? TrainingPrecision::Bf16
                                                             : TrainingPrecision::Fp32,
            .averageDecay = options.real("average.decay"),
            .evaluateEvery = options.integer("evaluation.every"),
            .patience = options.integer("evaluation.patience"),
            .checkpointEvery = options.integer("checkpoint.every"),
            .keepCheckpoints = options.integer("checkpoint.keep"),
            .keepBest = options.integer("checkpoint.keep_best"),
            .metricsEvery = options.integer("metrics.every"),
            .health = HealthSettings::from(options),
            .stallSeconds = options.real("health.stall"),
            .seed = static_cast<uint64_t>(options.integer("seed")),
            .freeSpace = bytesFreeAt};
}

} // namespace helicase
