#include "core/run/option_builders.h"
#include "core/run/trainer_options.h"

namespace helicase {

OptionTable contrastiveTrainingOptions()
{
    const OptionTable own({
        requiredPath(
            "data.train", "Training pairs", training_section::data,
            "CSV without a header: two sequences of one species per line, then perhaps the "
            "species; or a folder of genomes with genomes.tsv"),
        requiredPath("data.validation", "Validation pairs", training_section::data,
                     "CSV of pairs that are not trained on, or a folder of genomes"),
        requiredPath("data.tokenizer", "Tokenizer", training_section::data,
                     "Tokenizer folder; of a unified one the DNA part is used"),
        wholeNumber("data.max_tokens", "512", "Longest sequence", training_section::data,
                    "Longer sequences are cut; special tokens count", 8, 1e6, "tokens"),
        wholeNumber("data.pairs_per_species", "600", "Pairs per species", training_section::data,
                    "Training pairs cut from the genomes of a species", 2, 1e7, "pairs"),
        wholeNumber("data.shortest", "1000", "Shortest fragment", training_section::data,
                    "Of fragments cut from genomes", 8, 1e6, "bases"),
        wholeNumber("data.longest", "2000", "Longest fragment", training_section::data,
                    "Of fragments cut from genomes", 8, 1e6, "bases"),
        pathOption("model.path", "Start from", training_section::model,
                   "Model or run folder whose weights to start from; empty: fresh weights of the "
                   "size below"),
        wholeNumber("model.layers", "4", "Layers", training_section::model,
                    "Transformer layers of a fresh encoder", 1, 256),
        wholeNumber("model.width", "256", "Width", training_section::model,
                    "Width of a fresh encoder, a multiple of heads", 4, 65536),
        wholeNumber("model.heads", "4", "Heads", training_section::model,
                    "Attention heads of a fresh encoder", 1, 1024),
        wholeNumber("model.feed_forward", "1024", "Feed-forward width", training_section::model,
                    "Inner width of the feed-forward blocks of a fresh encoder", 4, 262144),
        realNumber("model.dropout", "0.1", "Dropout", training_section::model,
                   "Share of activations dropped in training", 0, 0.9),
        realNumber("objective.temperature", "0.05", "Temperature", training_section::objective,
                   "Divides the similarities; smaller: harder", 1e-4, 10),
        wholeNumber("objective.features", "128", "Features", training_section::objective,
                    "Width of the contrastive head's output", 2, 65536),
        wholeNumber("batch.pairs", "16", "Pairs per batch", training_section::objective,
                    "Pairs whose sequences are each other's negatives (one micro-batch)", 2, 65536,
                    "pairs"),
        flag("batch.distinct_species", "true", "Distinct species", training_section::objective,
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
            wholeNumber(
                "evaluation.pairs", "512", "Pairs to evaluate", training_section::checkpoint,
                "Validation pairs used at each evaluation, always the same ones", 2, 1e7, "pairs"),
        }));
}

} // namespace helicase
