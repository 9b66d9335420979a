#include "core/run/option_builders.h"
#include "core/run/trainer_options.h"

namespace helicase {

namespace {

OptionTable dataOptions()
{
    const std::string_view section = training_section::data;
    return OptionTable({
        pathOption("data.folder", "Data folder", section,
                   "Folder with train.csv, dev.csv and test.csv (also .tsv, also .gz); the files "
                   "below replace single splits"),
        pathOption("data.train", "Training split", section,
                   "CSV or TSV with a header: sequence,label or sequence,sequence,label"),
        pathOption("data.dev", "Development split", section,
                   "Rows of the same layout that pick the best checkpoint"),
        pathOption("data.test", "Test split", section,
                   "Rows of the same layout that the best checkpoint is scored on in the end"),
        pathOption("data.tokenizer", "Tokenizer", section,
                   "Tokenizer folder; empty: the one in the folder of model.path"),
        choice("data.task", "classification", "Kind", section,
               "One of several classes, or a number per sequence",
               {"classification", "regression"}),
        wholeNumber("data.max_tokens", "512", "Longest sequence", section,
                    "Longer sequences are cut; special tokens count; of a pair the longer one is "
                    "cut first",
                    4, 1e6, "tokens"),
        wholeNumber("data.kmer", "-1", "k-mers", section,
                    "Sequences become overlapping k-mers of this length with blanks between, for "
                    "tokenizers of k-mers; -1: as they are",
                    -1, 12, "bases"),
    });
}

OptionTable headOptions()
{
    return OptionTable({
        realNumber("model.classifier_dropout", "-1", "Classifier dropout", training_section::model,
                   "Dropout before the classifier; -1: what config.json says, else the encoder's",
                   -1, 0.9),
    });
}

OptionTable adapterOptions()
{
    const std::string_view section = training_section::adapter;
    return OptionTable({
        flag("lora.enabled", "false", "LoRA", section,
             "Train low-rank adapters and the classifier; all other weights stay as they are"),
        wholeNumber("lora.r", "8", "Rank", section, "Rank of the adapters", 1, 65536),
        realNumber("lora.alpha", "32", "Alpha", section,
                   "The adapters' part is scaled by alpha / rank", 0, 1e6),
        realNumber("lora.dropout", "0.05", "Adapter dropout", section,
                   "Dropout of the adapters' input", 0, 0.9),
        textOption("lora.targets", "Wqkv,dense,gated_layers,wo", "Targets", section,
                   "Layers that get an adapter, by the ends of their names"),
        flag("lora.merge", "true", "Merged model", section,
             "Write the whole model with the adapters folded in beside them, which every command "
             "can use; off: only the adapters, which need the model they began with"),
    });
}

OptionTable batchOptions()
{
    return OptionTable({
        textOption("objective.class_weights", "none", "Class weights", training_section::objective,
                   "Weights of the classes in the loss: none, balanced (rare classes count more), "
                   "or one number per class"),
        wholeNumber("batch.sequences", "32", "Sequences per batch", training_section::objective,
                    "Sequences or pairs of one micro-batch", 1, 65536, "sequences"),
        wholeNumber("batch.tokens", "0", "Tokens per batch", training_section::objective,
                    "Largest number of tokens of one micro-batch, so that long sequences come in "
                    "smaller batches; 0: any number",
                    0, 1e9, "tokens"),
        realNumber("length.epochs", "3", "Epochs", training_section::optimizer,
                   "How often the training split is gone through; length.steps above 0 wins", 0.01,
                   1e6, "epochs"),
    });
}

OptionTable evaluationOptions()
{
    const std::string_view section = training_section::checkpoint;
    return OptionTable({
        choice("evaluation.select", "loss", "Best by", section,
               "What picks the best checkpoint on the development split; loss: the smallest, "
               "else the largest value",
               {"loss", "accuracy", "f1", "matthews_correlation", "precision", "recall", "auroc",
                "pearson", "spearman"}),
        wholeNumber("evaluation.sequences", "64", "Sequences at once", section,
                    "Sequences or pairs of one batch in evaluations; only memory and speed depend "
                    "on it",
                    1, 65536, "sequences"),
    });
}

} // namespace

OptionTable classificationTrainingOptions()
{
    return dataOptions()
        .with(encoderOptions())
        .with(headOptions())
        .with(adapterOptions())
        .with(batchOptions())
        .with(trainerOptions({.learningRate = "3e-5",
                              .headRateScale = "1",
                              .weightDecay = "0.01",
                              .steps = "0",
                              .warmup = "50",
                              .accumulation = "1",
                              .evaluationInterval = "200",
                              .fewestSteps = 0}))
        .with(evaluationOptions());
}

} // namespace helicase
