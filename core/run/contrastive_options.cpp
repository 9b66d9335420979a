#include "core/run/option_builders.h"
#include "core/run/trainer_options.h"

namespace helicase {

namespace {

OptionTable dataOptions()
{
    const std::string_view section = training_section::data;
    return OptionTable({
        requiredPath(
            "data.train", "Training pairs", section,
            "CSV without a header: two sequences of one species per line, then perhaps the "
            "species; or a folder of genomes, with genomes.tsv or a folder per species; or the "
            "contigs of an assembly (FASTA), two fragments of one being a pair"),
        requiredPath("data.validation", "Validation pairs", section,
                     "CSV of pairs that are not trained on, or a folder or file as above; of the "
                     "same one a tenth of the genomes or contigs is kept from training"),
        requiredPath("data.tokenizer", "Tokenizer", section,
                     "Tokenizer folder; of a unified one the DNA part is used"),
        choice("data.letters", "error", "Other letters", section,
               "What becomes of letters in the CSV that are no nucleotide codes: an error, the "
               "pair is left out and counted, or they are read as N",
               {"error", "skip", "unknown"}),
        wholeNumber("data.max_tokens", "512", "Longest sequence", section,
                    "Longer sequences are cut; special tokens count", 8, 1e6, "tokens"),
        wholeNumber("data.pairs_per_species", "600", "Pairs per species", section,
                    "Training pairs cut from the genomes of a species; of a contig at most, and no "
                    "more than fragments fit into it",
                    2, 1e7, "pairs"),
        wholeNumber("data.shortest", "1000", "Shortest fragment", section,
                    "Of fragments cut from genomes", 8, 1e6, "bases"),
        wholeNumber("data.longest", "2000", "Longest fragment", section,
                    "Of fragments cut from genomes", 8, 1e6, "bases"),
    });
}

OptionTable objectiveOptions()
{
    const std::string_view section = training_section::objective;
    return OptionTable({
        choice("objective.method", "same_species", "Views", section,
               "What the two views are: the two sequences of a pair, or one sequence twice "
               "(dropout makes the difference), with its other strand, or with bases changed",
               {"same_species", "dropout", "double_strand", "mutate"}),
        realNumber("objective.mutation", "0.05", "Changed bases", section,
                   "Share of the bases that the method mutate changes in each view", 0, 0.9),
        realNumber("objective.temperature", "0.05", "Temperature", section,
                   "Divides the similarities; smaller: harder", 1e-4, 10),
        wholeNumber("objective.features", "128", "Features", section,
                    "Width of the contrastive head's output", 2, 65536),
        flag("objective.mixup", "false", "Mixup", section,
             "Mix the hidden states of the first views with each other (manifold instance mixup)"),
        realNumber("objective.mixup_alpha", "1", "Mixup alpha", section,
                   "The shares of a mixture are drawn from Beta(alpha, alpha); smaller: more "
                   "unequal",
                   1e-3, 1e3),
        wholeNumber("objective.mixup_layer", "-1", "Mixup after", section,
                    "Layers that run before mixing; 0: embeddings are mixed; -1: drawn for every "
                    "batch",
                    -1, 255, "layers"),
        flag("objective.curriculum", "false", "Curriculum", section,
             "The first third of length.epochs is without mixup, the rest with it"),
        flag("objective.reload", "true", "Reload", section,
             "The second stage of a curriculum begins with the weights of the last checkpoint at "
             "a multiple of checkpoint.every; the optimiser goes on"),
        wholeNumber("batch.pairs", "16", "Pairs per batch", section,
                    "Pairs whose sequences are each other's negatives (one micro-batch)", 2, 65536,
                    "pairs"),
        wholeNumber("batch.pairs_at_once", "0", "Pairs at once", section,
                    "Larger batches are computed in parts of so many pairs, which takes less "
                    "memory and a third more time; the gradient stays the same; 0: all at once",
                    0, 65536, "pairs"),
        flag("batch.distinct_species", "true", "Distinct species", section,
             "At most one pair of a species in a micro-batch, so that no negative is a false one; "
             "needs the species column"),
        realNumber("length.epochs", "3", "Epochs", training_section::optimizer,
                   "How often the training pairs are gone through; length.steps above 0 wins", 0.01,
                   1e6, "epochs"),
    });
}

OptionTable evaluationOptions()
{
    const std::string_view section = training_section::checkpoint;
    return OptionTable({
        wholeNumber("evaluation.pairs", "512", "Pairs to evaluate", section,
                    "Validation pairs used at each evaluation, always the same ones; 0: all", 0,
                    1e7, "pairs"),
        wholeNumber("evaluation.batch", "0", "Pairs compared", section,
                    "Pairs that are each other's negatives in evaluations; 0: as in training", 0,
                    65536, "pairs"),
    });
}

// What the published program does otherwise than this one would.
OptionTable publishedOptions()
{
    const std::string_view section = training_section::published;
    return OptionTable({
        flag("published.complement", "false", "Complement", section,
             "The method double_strand takes the complement without reversing it"),
        flag("published.deletions", "false", "Deletions", section,
             "The method mutate leaves bases out instead of replacing them"),
        wholeNumber("published.shards", "1", "Mixup shards", section,
                    "A batch is mixed in so many shards, and the loss takes numbers within a shard "
                    "for numbers within the batch, as on so many GPUs; 1: one shard, right numbers",
                    1, 1024, "shards"),
        flag("published.last_batch", "false", "Short last batch", section,
             "An epoch ends with a smaller batch instead of reaching into the next one"),
        flag("published.validation", "false", "Validation in order", section,
             "Validation batches are cut from the pairs in their order, the last one smaller, "
             "instead of being drawn like those of training"),
        pathOption("published.results", "Results folder", section,
                   "Write every checkpoint.every steps a folder that the published programs read, "
                   "and in the end the best of them, below a folder here with the published name"),
    });
}

} // namespace

OptionTable contrastiveTrainingOptions()
{
    return dataOptions()
        .with(encoderOptions())
        .with(objectiveOptions())
        .with(trainerOptions({.learningRate = "3e-4",
                              .headRateScale = "1",
                              .weightDecay = "0.01",
                              .steps = "1000",
                              .warmup = "50",
                              .accumulation = "1",
                              .evaluationInterval = "100",
                              .fewestSteps = 0}))
        .with(evaluationOptions())
        .with(publishedOptions());
}

} // namespace helicase
