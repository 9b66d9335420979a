#include "core/run/option_builders.h"
#include "core/run/trainer_options.h"

namespace helicase {

OptionTable gptTrainingOptions()
{
    const OptionTable own({
        pathOption("data.tokens", "Token folder", training_section::data,
                   "Folder of helicase data genome: train.bin, val.bin and meta.json or meta.pkl"),
        pathOption("data.sequences", "Sequences", training_section::data,
                   "FASTA file (.gz accepted) or folder of them instead: the letters A, C, G and "
                   "T, the last tenth of each file for validation"),
        flag("data.reverse_complement", "false", "Both strands", training_section::data,
             "Read every second training window from the other strand"),
        pathOption("model.path", "Start from", training_section::model,
                   "Model or run folder, or published checkpoint (.pt), whose weights to start "
                   "from; empty: fresh weights of the size below"),
        wholeNumber("model.layers", "4", "Layers", training_section::model,
                    "Blocks of a fresh model", 1, 256),
        wholeNumber("model.width", "384", "Width", training_section::model,
                    "Width of a fresh model, a multiple of heads", 4, 65536),
        wholeNumber("model.heads", "4", "Heads", training_section::model,
                    "Attention heads of a fresh model", 1, 1024),
        wholeNumber("model.context", "300", "Context", training_section::model,
                    "Letters of a window, which a fresh model sees at most", 1, 65536, "letters"),
        realNumber("model.dropout", "0.2", "Dropout", training_section::model,
                   "Share of activations dropped in training, of a fresh model", 0, 0.9),
        flag("model.bias", "false", "Biases", training_section::model,
             "Linear layers and norms of a fresh model have biases"),
        wholeNumber("batch.windows", "64", "Windows per batch", training_section::objective,
                    "Windows of one micro-batch", 1, 65536, "windows"),
        wholeNumber("evaluation.batches", "100", "Evaluated batches", training_section::checkpoint,
                    "Random batches of each part that an evaluation takes, the same each time", 1,
                    1e6, "batches"),
        flag("published.attention_dropout", "false", "Attention drops always",
             training_section::published,
             "Attention probabilities are dropped in evaluation, too, as published"),
        pathOption("published.results", "Published files", training_section::published,
                   "Folder for ckpt_MODE.pt, losses_MODE.json, summary_MODE.json and their plots"),
    });
    return own.with(trainerOptions({.learningRate = "1e-3",
                                    .headRateScale = "1",
                                    .weightDecay = "0.1",
                                    .steps = "4000",
                                    .warmup = "100",
                                    .accumulation = "1",
                                    .evaluationInterval = "1000"}));
}

} // namespace helicase
