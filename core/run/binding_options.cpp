#include "core/run/option_builders.h"
#include "core/run/trainer_options.h"

namespace helicase {

OptionTable bindingTrainingOptions()
{
    const OptionTable own({
        requiredPath("data.sequences", "Windows", training_section::data,
                     "TSV (.gz accepted) with the columns sequence and window_name"),
        requiredPath("data.scores", "Scores", training_section::data,
                     "TSV (.gz accepted) with one column of scores per window, one row per base"),
        realNumber("data.validation_share", "0.2", "Validation share", training_section::data,
                   "Share of the windows that is held out", 0.01, 0.9),
        choice("data.split", "auto", "Split", training_section::data,
               "How windows are held out: by position in the genome where names tell it (auto), at "
               "random, or as DNA-LLM's baseline draws them, with Python's seed 42 (published)",
               {"auto", "random", "published"}),
        choice("data.letters", "refuse", "Other letters", training_section::data,
               "Letters of windows that are no nucleotide codes: an error, or mapped to N and "
               "counted",
               {"refuse", "map"}),
        wholeNumber("data.largest_shift", "10", "Shift", training_section::data,
                    "Largest random shift of a training window; 0: none", 0, 1000, "bases"),
        choice(
            "data.augmentation", "mixed", "Shifted windows", training_section::data,
            "Each window is shifted as often as not (mixed), or an epoch takes every window both "
            "as it is and shifted, where only motifs keep scores (published)",
            {"mixed", "published"}),
        flag("data.reverse_complement", "false", "Either strand", training_section::data,
             "Read training windows from the other strand as often as not, scores with them"),
        choice("model.backbone", "encoder", "Backbone", training_section::model,
               "What the head reads: hidden states of an encoder or of a character GPT, or letters "
               "through one convolution (CNN baseline)",
               {"encoder", "gpt", "onehot"}),
        pathOption("model.path", "Model", training_section::model,
                   "Model or run folder of the encoder or GPT; not for onehot"),
        flag("model.frozen", "true", "Frozen backbone", training_section::model,
             "Train the head only"),
        realNumber("model.dropout", "0.2", "Dropout", training_section::model,
                   "Dropout of the head", 0, 0.9),
        wholeNumber("batch.windows", "64", "Windows per batch", training_section::objective,
                    "Windows of one micro-batch", 1, 65536, "windows"),
        realNumber("length.epochs", "10", "Epochs", training_section::optimizer,
                   "How often the training windows are gone through, where length.steps is 0", 0.01,
                   1e6, "epochs"),
        flag("optimizer.decay_all", "false", "Decay of all weights", training_section::optimizer,
             "Weight decay of biases and norms too, as published"),
    });
    return own.with(trainerOptions({.learningRate = "1e-3",
                                    .headRateScale = "1",
                                    .weightDecay = "1e-4",
                                    .steps = "300",
                                    .warmup = "10",
                                    .accumulation = "1",
                                    .evaluationInterval = "25",
                                    .fewestSteps = 0}));
}

} // namespace helicase
