#include "app/helicase/command.h"
#include "app/helicase/run_command_options.h"
#include "app/helicase/tokenizer_command_options.h"

#include "core/run/command_options.h"
#include "core/run/compute_options.h"
#include "core/run/embedding_options.h"
#include "core/run/evaluation_options.h"
#include "core/run/explanation_options.h"
#include "core/run/generation_options.h"
#include "core/run/genome_options.h"
#include "core/run/model_options.h"
#include "core/run/pair_options.h"
#include "core/run/projection_options.h"
#include "core/run/training_options.h"

namespace helicase {

namespace {

const OptionTable &reportOptions()
{
    static const OptionTable table({
        {.name = "output",
         .kind = OptionKind::Path,
         .defaultValue = "report.html",
         .help = "File to write: .html, self-contained, or .pdf"},
        {.name = "data",
         .kind = OptionKind::Path,
         .help = "Sequences of embeddings, for baselines beside them; empty: the file they were "
                 "made of"},
        {.name = "labels",
         .kind = OptionKind::Path,
         .help = "Labels of embeddings, as TSV or CAMI file; empty: those kept beside the vectors"},
    });
    return table;
}

const OptionTable &dataCheckOptions()
{
    static const OptionTable table({
        {.name = "tokenizer",
         .kind = OptionKind::Path,
         .help = "Tokenizer folder; given, lengths are told in tokens too"},
        {.name = "max-tokens",
         .kind = OptionKind::Integer,
         .defaultValue = "512",
         .help = "Longest sequence that a model takes, special tokens included; 0: no limit",
         .unit = "tokens",
         .minimum = 0,
         .maximum = 1e9},
        {.name = "json",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "JSON instead of text"},
    });
    return table;
}

const OptionTable &dataCleanOptions()
{
    static const OptionTable table({
        {.name = "output",
         .kind = OptionKind::Path,
         .help = "Folder to write, which holds no such files yet",
         .required = true},
        {.name = "remove",
         .defaultValue = "overlap",
         .help = "What to leave out, separated by commas: overlap (rows of train that occur in dev "
                 "or test, on either "
                 "strand), repeats (of an earlier row of the split), contradictions (sequences "
                 "with several labels), "
                 "empty (fields)"},
    });
    return table;
}

const OptionTable &verifyOptions()
{
    static const OptionTable table({
        {.name = "kind",
         .defaultValue = "",
         .help = "Check the cases of these kinds only, separated by commas (encoder, masked_lm, "
                 "lora, ...)"},
        {.name = "tolerance-scale",
         .kind = OptionKind::Real,
         .defaultValue = "1",
         .help = "Multiply the tolerance of every case",
         .minimum = 0,
         .maximum = 1e12},
        {.name = "json",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "JSON instead of a table"},
        {.name = "strict",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "A case of a kind that this build does not know fails"},
    });
    return table;
}

} // namespace

const OptionTable &commonOptions()
{
    static const OptionTable table = computeOptions().with(OptionTable({
        {.name = "log-level",
         .kind = OptionKind::Choice,
         .defaultValue = "info",
         .help = "Messages to show",
         .choices = {"error", "warning", "info", "debug"}},
        {.name = "quiet",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "No progress bar"},
        {.name = "events",
         .defaultValue = "",
         .help = "Write progress as JSON lines to this file; - for standard output"},
        {.name = "config",
         .kind = OptionKind::Path,
         .defaultValue = "",
         .help = "Recipe (YAML) with options of this command"},
    }));
    return table;
}

const std::vector<Command> &allCommands()
{
    static const std::vector<Command> commands{
        {.name = "tokenize",
         .summary = "Tokens of sequences or texts",
         .inputs = "INPUT...",
         .options = tokenizeOptions()},
        {.name = "tokenizer train",
         .summary = "Learn a vocabulary from sequences or texts",
         .inputs = "INPUT...",
         .options = tokenizerTrainOptions()},
        {.name = "tokenizer unify",
         .summary = "Join a text and a DNA tokenizer into one",
         .options = tokenizerUnifyOptions()},
        {.name = "tokenizer make",
         .summary = "A vocabulary that needs no learning: 3mer, 4mer, 5mer, 6mer, bases, genome",
         .inputs = "KIND",
         .options = OptionTable({{.name = "output",
                                  .kind = OptionKind::Path,
                                  .help = "Tokenizer folder to write",
                                  .required = true}})},
        {.name = "tokenizer gene-tokens",
         .summary = "The list of gene annotation tokens",
         .options = tokenListOptions()},
        {.name = "tokenizer add-tokens",
         .summary = "Append a list of tokens to a tokenizer",
         .inputs = "LIST TOKENIZER",
         .options = tokenizerAddTokensOptions()},
        {.name = "tokenizer base-table",
         .summary = "The bases of each token, for models that read DNA base by base",
         .inputs = "TOKENIZER",
         .options = OptionTable({{.name = "output",
                                  .kind = OptionKind::Path,
                                  .help = "File to write: .pth or .safetensors",
                                  .required = true}})},
        {.name = "data bins",
         .summary = "The bins of an evaluation as FASTA files, one per bin, and as CAMI file",
         .inputs = "RESULT",
         .options = savedBinsOptions()},
        {.name = "data check",
         .summary = "What a data set holds: labels, lengths, duplicates, doubtful rows",
         .inputs = "PATH",
         .options = dataCheckOptions()},
        {.name = "data genome",
         .summary = "Token ids of a genome's letters, for training a GPT",
         .inputs = "GENOME",
         .options = genomeOptions()},
        {.name = "data pairs",
         .summary = "Training pairs cut out of genomes of species, or out of an assembly",
         .inputs = "INPUT...",
         .options = pairOptions()},
        {.name = "data clean",
         .summary = "A labelled data set without duplicates or doubtful rows, as a new folder",
         .inputs = "PATH",
         .options = dataCleanOptions()},
        {.name = "model info",
         .summary = "Architecture, parameter counts and tensors of a model",
         .inputs = "MODEL",
         .options = OptionTable(
             {{.name = "json",
               .kind = OptionKind::Flag,
               .defaultValue = "false",
               .help = "JSON instead of text"},
              {.name = "statistics",
               .kind = OptionKind::Flag,
               .defaultValue = "false",
               .help = "Minimum, maximum, mean, standard deviation and NaN of every tensor"}})},
        {.name = "model convert",
         .summary = "The weights of a model in another format or precision",
         .inputs = "MODEL",
         .options = modelConvertOptions()},
        {.name = "model init",
         .summary = "A model with fresh weights from a recipe of its sizes",
         .inputs = "RECIPE.yaml",
         .options = OptionTable({{.name = "output",
                                  .kind = OptionKind::Path,
                                  .help = "Model folder to write",
                                  .required = true}}),
         .program = RunsIn::Neural},
        {.name = "model forward",
         .summary = "Run tensors through a model, for checking and export",
         .inputs = "MODEL",
         .options = modelForwardOptions(),
         .program = RunsIn::Neural},
        {.name = "model merge-lora",
         .summary = "Fold a LoRA adapter into the weights of a model",
         .inputs = "MODEL",
         .options = modelMergeOptions(),
         .program = RunsIn::Neural},
        {.name = "train contrastive",
         .summary = "Train an encoder so that fragments of one species lie close",
         .options = trainingOptions("contrastive").with(runOptions()),
         .program = RunsIn::Neural},
        {.name = "train binding",
         .summary = "Train a head that predicts a binding score per base",
         .options = trainingOptions("binding").with(runOptions()),
         .program = RunsIn::Neural},
        {.name = "train classify",
         .summary = "Fine-tune an encoder on labelled sequences or pairs, whole or by adapters",
         .options = trainingOptions("classify").with(runOptions()),
         .program = RunsIn::Neural},
        {.name = "train gpt",
         .summary = "Train a character GPT to tell the next letter of a genome",
         .options = trainingOptions("gpt").with(runOptions()),
         .program = RunsIn::Neural},
        {.name = "generate",
         .summary = "Continue a sequence with a character GPT",
         .options = generationOptions(),
         .program = RunsIn::Neural},
        {.name = "likelihood",
         .summary = "How likely a character GPT finds each base of sequences",
         .inputs = "INPUT...",
         .options = likelihoodOptions(),
         .program = RunsIn::Neural},
        {.name = "launch",
         .summary = "Train on several processes and machines",
         .inputs = "-- train TASK ...",
         .options = launchOptions()},
        {.name = "predict",
         .summary = "Classes and their probabilities for sequences, from a fine-tuned model",
         .inputs = "INPUT...",
         .options = predictOptions(),
         .program = RunsIn::Neural},
        {.name = "explain",
         .summary = "Why a binding model scores a window as it does",
         .options = explanationOptions(),
         .program = RunsIn::Neural},
        {.name = "embed",
         .summary = "One vector per sequence, from a model or a baseline",
         .inputs = "INPUT...",
         .options = embeddingOptions(),
         .program = RunsIn::Neural},
        {.name = "project",
         .summary = "Coordinates of embeddings in two or three dimensions",
         .inputs = "EMB",
         .options = projectionOptions(),
         .program = RunsIn::Neural},
        {.name = "evaluate clustering",
         .summary = "Compare clusters of embeddings with species",
         .options = evaluationOptions("clustering"),
         .program = RunsIn::Neural},
        {.name = "evaluate few-shot",
         .summary = "Tell species by a few labelled contigs of each",
         .options = evaluationOptions("few-shot"),
         .program = RunsIn::Neural},
        {.name = "evaluate binning",
         .summary = "Bin contigs by their embeddings and compare with species",
         .options = evaluationOptions("binning"),
         .program = RunsIn::Neural},
        {.name = "evaluate bins",
         .summary = "Compare bins that other programs made with a gold standard",
         .options = evaluationOptions("bins"),
         .program = RunsIn::Neural},
        {.name = "evaluate binding",
         .summary = "Score predictions of TF binding on held-out windows",
         .options = evaluationOptions("binding"),
         .program = RunsIn::Neural},
        {.name = "evaluate classify",
         .summary = "Score fine-tuned classifiers on labelled sequences, beside baselines",
         .options = evaluationOptions("classify"),
         .program = RunsIn::Neural},
        {.name = "evaluate gue",
         .summary = "Fine-tune a checkpoint on the tasks of GUE, beside the published scores",
         .options = evaluationOptions("gue"),
         .program = RunsIn::Neural},
        {.name = "verify",
         .summary = "Recompute reference cases of the published implementations and compare",
         .inputs = "DIR...",
         .options = verifyOptions(),
         .program = RunsIn::Neural},
        {.name = "runs list",
         .summary = "The runs of a project or folder with their states, steps and losses",
         .inputs = "FOLDER...",
         .options = runsJsonOptions()},
        {.name = "runs show",
         .summary = "Options, inputs, checkpoints and metrics of a run",
         .inputs = "RUN...",
         .options = runsJsonOptions()},
        {.name = "runs compare",
         .summary = "How runs differ in their settings and metrics",
         .inputs = "RUN...",
         .options = runsCompareOptions()},
        {.name = "runs export",
         .summary = "Metrics of runs as a table or as files of TensorBoard",
         .inputs = "RUN...",
         .options = runsExportOptions()},
        {.name = "report",
         .summary = "One self-contained report of runs, evaluations and embeddings",
         .inputs = "PATH...",
         .options = reportOptions(),
         .program = RunsIn::Neural},
        {.name = "demo",
         .summary = "The main job on the embedded sequences, ending in a report",
         .options = OptionTable({{.name = "output",
                                  .kind = OptionKind::Path,
                                  .defaultValue = "helicase-demo",
                                  .help = "Folder for all results"},
                                 {.name = "fast",
                                  .kind = OptionKind::Flag,
                                  .defaultValue = "false",
                                  .help = "A shorter training, about a minute in all"}})},
    };
    return commands;
}

} // namespace helicase
