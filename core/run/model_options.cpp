#include "core/run/model_options.h"

#include "core/run/option_builders.h"

namespace helicase {

const OptionTable &modelRecipeOptions()
{
    static const OptionTable table({
        choice("kind", "encoder", "Kind", "",
               "What stands on the encoder: encoder: a pooler; mlm: a head that predicts masked "
               "tokens; classify: a pooler and a classification layer",
               {"encoder", "mlm", "classify"}),
        pathOption("tokenizer", "Tokenizer", "",
                   "Tokenizer folder whose vocabulary the model takes; its files are copied beside "
                   "the model"),
        wholeNumber("model.vocabulary", "4096", "Vocabulary", "",
                    "Number of tokens; with a tokenizer its own number counts", 1, 16777216,
                    "tokens"),
        wholeNumber("model.layers", "12", "Layers", "", "Transformer layers", 1, 256),
        wholeNumber("model.width", "768", "Width", "", "Width, a multiple of heads", 1, 65536),
        wholeNumber("model.heads", "12", "Heads", "", "Attention heads", 1, 1024),
        wholeNumber("model.feed_forward", "3072", "Feed-forward width", "",
                    "Inner width of the feed-forward blocks", 1, 262144),
        realNumber("model.dropout", "0.1", "Dropout", "",
                   "Share of activations dropped in training", 0, 0.9),
        realNumber("model.initializer_range", "0.02", "Initialiser", "",
                   "Standard deviation of fresh weights", 1e-9, 100),
        textOption("labels", "2", "Labels", "",
                   "Of a classifier: the number of its labels, or their names separated by commas"),
        choice("problem", "auto", "Problem", "",
               "Of a classifier: what its labels are; auto: one is a regression, several exclude "
               "each other",
               {"auto", "regression", "single_label", "multi_label"}),
    });
    return table;
}

const OptionTable &modelForwardOptions()
{
    static const OptionTable table({
        requiredPath("inputs", "Inputs", "",
                     "Tensors (safetensors): input_ids, attention_mask, token_type_ids, labels; a "
                     "prefix NAME. makes several batches"),
        requiredPath("output", "Output", "", "File of the results (safetensors) to write"),
        choice("task", "encoder", "Task", "",
               "What to compute: hidden states, logits of masked tokens, logits of classes, logits "
               "of the next letter",
               {"encoder", "mlm", "classify", "gpt"}),
        pathOption("gradients", "Gradients", "",
                   "File (safetensors) for the gradients of the loss, under the parameters' names"),
    });
    return table;
}

const OptionTable &modelMergeOptions()
{
    static const OptionTable table({
        requiredPath("adapter", "Adapter", "",
                     "Folder with adapter_config.json and adapter_model.bin or "
                     "adapter_model.safetensors"),
        requiredPath("output", "Output folder", "", "Model folder to write"),
        choice("format", "safetensors", "Format", "",
               "Format of the weights; pytorch: pytorch_model.bin", {"safetensors", "pytorch"}),
    });
    return table;
}

} // namespace helicase
