#include "core/run/training_options.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr std::string_view dataSection = "Data";
constexpr std::string_view modelSection = "Model";
constexpr std::string_view objectiveSection = "Objective";
constexpr std::string_view optimizerSection = "Optimiser and schedule";
constexpr std::string_view checkpointSection = "Checkpoints";

Option pathOption(std::string name, std::string label, std::string_view section, std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::Path,
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section)};
}

Option requiredPath(std::string name, std::string label, std::string_view section, std::string help)
{
    Option option = pathOption(std::move(name), std::move(label), section, std::move(help));
    option.required = true;
    return option;
}

Option wholeNumber(std::string name, std::string value, std::string label, std::string_view section,
                   std::string help, double minimum, double maximum, std::string unit = {})
{
    return {.name = std::move(name),
            .kind = OptionKind::Integer,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section),
            .unit = std::move(unit),
            .minimum = minimum,
            .maximum = maximum};
}

Option realNumber(std::string name, std::string value, std::string label, std::string_view section,
                  std::string help, double minimum, double maximum, std::string unit = {})
{
    Option option = wholeNumber(std::move(name), std::move(value), std::move(label), section,
                                std::move(help), minimum, maximum, std::move(unit));
    option.kind = OptionKind::Real;
    return option;
}

Option flag(std::string name, std::string value, std::string label, std::string_view section,
            std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::Flag,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section)};
}

Option choice(std::string name, std::string value, std::string label, std::string_view section,
              std::string help, std::vector<std::string> choices)
{
    return {.name = std::move(name),
            .kind = OptionKind::Choice,
            .defaultValue = std::move(value),
            .help = std::move(help),
            .label = std::move(label),
            .section = std::string(section),
            .choices = std::move(choices)};
}

// What differs between tasks in the part that the trainer itself reads.
struct TrainerDefaults {
    std::string learningRate;
    std::string headRateScale;
    std::string weightDecay;
    std::string steps;
    std::string warmup;
    std::string accumulation;
    std::string evaluationInterval;
};

OptionTable trainerOptions(const TrainerDefaults &defaults)
{
    const std::string_view section = optimizerSection;
    return OptionTable({
        wholeNumber("length.steps", defaults.steps, "Steps", section,
                    "Optimiser steps of the whole run", 1, 1e9, "steps"),
        wholeNumber("batch.accumulation", defaults.accumulation, "Accumulation", section,
                    "Micro-batches whose gradients are averaged into one step", 1, 65536,
                    "micro-batches"),
        realNumber("optimizer.lr", defaults.learningRate, "Learning rate", section,
                   "Highest learning rate, reached after the warm-up", 0, 10),
        realNumber("optimizer.head_lr_scale", defaults.headRateScale, "Head rate factor", section,
                   "Learning rate of the head as a multiple of the backbone's", 0, 1e6),
        realNumber("optimizer.weight_decay", defaults.weightDecay, "Weight decay", section,
                   "Decoupled decay of weight matrices; biases and norms are left alone", 0, 1),
        realNumber("optimizer.beta1", "0.9", "Beta 1", section,
                   "Decay of the gradient's running mean", 0, 0.999999),
        realNumber("optimizer.beta2", "0.999", "Beta 2", section,
                   "Decay of the squared gradient's running mean", 0, 0.9999999),
        realNumber("optimizer.epsilon", "1e-8", "Epsilon", section,
                   "Added to the root of the second moment", 0, 1),
        realNumber("optimizer.clip", "1", "Gradient clipping", section,
                   "Largest norm of the whole gradient; 0 switches clipping off", 0, 1e9),
        choice("schedule.kind", "linear", "Schedule", section,
               "Course of the learning rate after the warm-up", {"constant", "linear", "cosine"}),
        wholeNumber("schedule.warmup", defaults.warmup, "Warm-up", section,
                    "Steps in which the rate rises from 0", 0, 1e9, "steps"),
        realNumber("schedule.final", "0", "Final share", section,
                   "Share of the highest rate that is left at the end of the run", 0, 1),
        wholeNumber("evaluation.every", defaults.evaluationInterval, "Evaluate every",
                    checkpointSection, "Interval of evaluations; 0: only at the start and the end",
                    0, 1e9, "steps"),
        wholeNumber("checkpoint.every", "500", "Checkpoint every", checkpointSection,
                    "Interval of checkpoints; 0: only at the end and at a new best", 0, 1e9,
                    "steps"),
        wholeNumber("checkpoint.keep", "2", "Keep", checkpointSection,
                    "Newest checkpoints to keep; the best one always stays", 1, 1e6, "checkpoints"),
        wholeNumber("metrics.every", "1", "Metrics every", checkpointSection,
                    "Interval of the points of the curves", 1, 1e6, "steps"),
    });
}

OptionTable contrastiveOptions()
{
    const OptionTable own({
        requiredPath(
            "data.train", "Training pairs", dataSection,
            "CSV without a header: two sequences of one species per line, then perhaps the "
            "species; or a folder of genomes with genomes.tsv"),
        requiredPath("data.validation", "Validation pairs", dataSection,
                     "CSV of pairs that are not trained on, or a folder of genomes"),
        requiredPath("data.tokenizer", "Tokenizer", dataSection,
                     "Tokenizer folder; of a unified one the DNA part is used"),
        wholeNumber("data.max_tokens", "512", "Longest sequence", dataSection,
                    "Longer sequences are cut; special tokens count", 8, 1e6, "tokens"),
        wholeNumber("data.pairs_per_species", "600", "Pairs per species", dataSection,
                    "Training pairs cut from the genomes of a species", 2, 1e7, "pairs"),
        wholeNumber("data.shortest", "1000", "Shortest fragment", dataSection,
                    "Of fragments cut from genomes", 8, 1e6, "bases"),
        wholeNumber("data.longest", "2000", "Longest fragment", dataSection,
                    "Of fragments cut from genomes", 8, 1e6, "bases"),
        pathOption("model.path", "Start from", modelSection,
                   "Model or run folder whose weights to start from; empty: fresh weights of the "
                   "size below"),
        wholeNumber("model.layers", "4", "Layers", modelSection,
                    "Transformer layers of a fresh encoder", 1, 256),
        wholeNumber("model.width", "256", "Width", modelSection,
                    "Width of a fresh encoder, a multiple of heads", 4, 65536),
        wholeNumber("model.heads", "4", "Heads", modelSection, "Attention heads of a fresh encoder",
                    1, 1024),
        wholeNumber("model.feed_forward", "1024", "Feed-forward width", modelSection,
                    "Inner width of the feed-forward blocks of a fresh encoder", 4, 262144),
        realNumber("model.dropout", "0.1", "Dropout", modelSection,
                   "Share of activations dropped in training", 0, 0.9),
        realNumber("objective.temperature", "0.05", "Temperature", objectiveSection,
                   "Divides the similarities; smaller: harder", 1e-4, 10),
        wholeNumber("objective.features", "128", "Features", objectiveSection,
                    "Width of the contrastive head's output", 2, 65536),
        wholeNumber("batch.pairs", "16", "Pairs per batch", objectiveSection,
                    "Pairs whose sequences are each other's negatives (one micro-batch)", 2, 65536,
                    "pairs"),
        flag("batch.distinct_species", "true", "Distinct species", objectiveSection,
             "At most one pair of a species in a micro-batch, so that no negative is a false one; "
             "needs the "
             "species column"),
    });
    return own
        .with(trainerOptions({.learningRate = "3e-4",
                              .headRateScale = "1",
                              .weightDecay = "0.01",
                              .steps = "1000",
                              .warmup = "50",
                              .accumulation = "1",
                              .evaluationInterval = "100"}))
        .with(OptionTable({
            wholeNumber("evaluation.pairs", "512", "Pairs to evaluate", checkpointSection,
                        "Validation pairs used at each evaluation, always the same ones", 2, 1e7,
                        "pairs"),
        }));
}

OptionTable bindingOptions()
{
    const OptionTable own({
        requiredPath("data.sequences", "Windows", dataSection,
                     "TSV (.gz accepted) with the columns sequence and window_name"),
        requiredPath("data.scores", "Scores", dataSection,
                     "TSV (.gz accepted) with one column of scores per window, one row per base"),
        realNumber("data.validation_share", "0.2", "Validation share", dataSection,
                   "Share of the windows that is held out", 0.01, 0.9),
        choice("data.split", "auto", "Split", dataSection,
               "How windows are held out: by position in the genome where names tell it (auto), or "
               "at random",
               {"auto", "random"}),
        wholeNumber("data.largest_shift", "10", "Shift", dataSection,
                    "Largest random shift of a training window; 0: none", 0, 1000, "bases"),
        choice("model.backbone", "encoder", "Backbone", modelSection,
               "What the head reads: hidden states of an encoder, or letters through one "
               "convolution (CNN baseline)",
               {"encoder", "onehot"}),
        pathOption("model.path", "Encoder", modelSection,
                   "Model or run folder of the encoder; not for onehot"),
        flag("model.frozen", "true", "Frozen encoder", modelSection, "Train the head only"),
        realNumber("model.dropout", "0.2", "Dropout", modelSection, "Dropout of the head", 0, 0.9),
        wholeNumber("batch.windows", "64", "Windows per batch", objectiveSection,
                    "Windows of one micro-batch", 1, 65536, "windows"),
    });
    return own.with(trainerOptions({.learningRate = "1e-3",
                                    .headRateScale = "1",
                                    .weightDecay = "1e-4",
                                    .steps = "300",
                                    .warmup = "10",
                                    .accumulation = "1",
                                    .evaluationInterval = "25"}));
}

} // namespace

const std::vector<std::string> &trainingTasks()
{
    static const std::vector<std::string> tasks{"contrastive", "binding"};
    return tasks;
}

const OptionTable &trainingOptions(std::string_view task)
{
    static const OptionTable contrastive = contrastiveOptions();
    static const OptionTable binding = bindingOptions();
    if (task == "contrastive")
        return contrastive;
    if (task == "binding")
        return binding;
    throw OptionError("task", printable(task) + " is no training task",
                      "the tasks are " + join(trainingTasks(), ", "));
}

bool mayChangeOnResume(std::string_view option)
{
    // The last ones are common options that steer how a run is carried out, not what it computes.
    constexpr std::array<std::string_view, 11> free{"length.steps",
                                                    "evaluation.every",
                                                    "checkpoint.every",
                                                    "checkpoint.keep",
                                                    "metrics.every",
                                                    "run",
                                                    "resume",
                                                    "quiet",
                                                    "log-level",
                                                    "events",
                                                    "config"};
    return std::ranges::find(free, option) != free.end();
}

} // namespace helicase
