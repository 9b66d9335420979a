#include "core/run/trainer_options.h"

#include "core/run/option_builders.h"

namespace helicase {

OptionTable trainerOptions(const TrainerDefaults &defaults)
{
    const std::string_view section = training_section::optimizer;
    const char *lengthHelp =
        defaults.fewestSteps > 0
            ? "Optimiser steps of the whole run"
            : "Optimiser steps of the whole run; 0: as many as the epochs take";
    return OptionTable({
        wholeNumber("length.steps", defaults.steps, "Steps", section, lengthHelp,
                    defaults.fewestSteps, 1e9, "steps"),
        wholeNumber("batch.accumulation", defaults.accumulation, "Accumulation", section,
                    "Micro-batches whose gradients are averaged into one step", 1, 65536,
                    "micro-batches"),
        wholeNumber("batch.prefetch", "2", "Prefetch", section,
                    "Steps whose data are prepared while the model computes; 0: none", 0, 1024,
                    "steps"),
        choice("optimizer.kind", "adamw", "Optimiser", section,
               "adamw: the decay is multiplied by the learning rate (without decay it is Adam); "
               "decoupled_adamw: by its share of the highest rate, as Composer does",
               {"adamw", "decoupled_adamw"}),
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
        lengthOption("schedule.warmup", defaults.warmup, "Warm-up", section,
                     "How long the rate rises from 0: steps, or with a unit 3ep (epochs), 1000sp "
                     "(samples), 1000000tok (tokens), 0.06dur (share of the run)"),
        realNumber("schedule.final", "0", "Final share", section,
                   "Share of the highest rate that is left at the end of the run", 0, 1),
        realNumber("average.decay", "0", "Moving average", section,
                   "Share that a moving average of the weights keeps at each step, say 0.999; "
                   "evaluations and saved models take the average; 0: none",
                   0, 0.9999999),
        wholeNumber("evaluation.every", defaults.evaluationInterval, "Evaluate every",
                    training_section::checkpoint,
                    "Interval of evaluations; 0: only at the start and the end", 0, 1e9, "steps"),
        wholeNumber("evaluation.patience", "0", "Patience", training_section::checkpoint,
                    "The run ends after so many evaluations without a new best; 0: never early", 0,
                    1e6, "evaluations"),
        wholeNumber("checkpoint.every", "500", "Checkpoint every", training_section::checkpoint,
                    "Interval of checkpoints; 0: only at the end and at a new best", 0, 1e9,
                    "steps"),
        wholeNumber("checkpoint.keep", "2", "Keep", training_section::checkpoint,
                    "Newest checkpoints to keep; the best ones always stay", 1, 1e6, "checkpoints"),
        wholeNumber("checkpoint.keep_best", "1", "Keep best", training_section::checkpoint,
                    "Best checkpoints to keep", 1, 1e6, "checkpoints"),
        wholeNumber("metrics.every", "1", "Metrics every", training_section::checkpoint,
                    "Interval of the points of the curves", 1, 1e6, "steps"),
        flag("metrics.tensorboard", "false", "TensorBoard", training_section::checkpoint,
             "Write the curves also as TensorBoard reads them, into the run's folder tensorboard"),
        choice(
            "health.nonfinite", "skip", "NaN or infinite", training_section::health,
            "What happens when loss or gradient is NaN or infinite: end the run, leave the batch "
            "out, or go back to the newest checkpoint and leave out the batches since then",
            {"stop", "skip", "rollback"}),
        choice("health.spike", "notice", "Spikes", training_section::health,
               "What happens when loss or gradient stands out from the steps before: a message, or "
               "as above",
               {"notice", "stop", "skip", "rollback"}),
        realNumber("health.spike_factor", "8", "Spike limit", training_section::health,
                   "Deviations above the median of the last 64 steps that make a spike; 0: none is "
                   "looked for",
                   0, 1e6),
        realNumber("health.stall", "120", "Stall", training_section::health,
                   "A run without a step for so long is reported", 1, 1e6, "s"),
    });
}

OptionTable encoderOptions()
{
    const std::string_view section = training_section::model;
    return OptionTable({
        pathOption("model.path", "Start from", section,
                   "Model or run folder whose weights to start from; empty: fresh weights of the "
                   "size below"),
        wholeNumber("model.layers", "4", "Layers", section, "Transformer layers of a fresh encoder",
                    1, 256),
        wholeNumber("model.width", "256", "Width", section,
                    "Width of a fresh encoder, a multiple of heads", 4, 65536),
        wholeNumber("model.heads", "4", "Heads", section, "Attention heads of a fresh encoder", 1,
                    1024),
        wholeNumber("model.feed_forward", "1024", "Feed-forward width", section,
                    "Inner width of the feed-forward blocks of a fresh encoder", 4, 262144),
        realNumber("model.dropout", "0.1", "Dropout", section,
                   "Share of activations dropped in training, of a fresh encoder", 0, 0.9),
    });
}

} // namespace helicase
