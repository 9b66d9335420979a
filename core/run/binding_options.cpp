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
               "How windows are held out: by position in the genome where names tell it (auto), or "
               "at random",
               {"auto", "random"}),
        wholeNumber("data.largest_shift", "10", "Shift", training_section::data,
                    "Largest random shift of a training window; 0: none", 0, 1000, "bases"),
        choice("model.backbone", "encoder", "Backbone", training_section::model,
               "What the head reads: hidden states of an encoder, or letters through one "
               "convolution (CNN baseline)",
               {"encoder", "onehot"}),
        pathOption("model.path", "Encoder", training_section::model,
                   "Model or run folder of the encoder; not for onehot"),
        flag("model.frozen", "true", "Frozen encoder", training_section::model,
             "Train the head only"),
        realNumber("model.dropout", "0.2", "Dropout", training_section::model,
                   "Dropout of the head", 0, 0.9),
        wholeNumber("batch.windows", "64", "Windows per batch", training_section::objective,
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

} // namespace helicase
