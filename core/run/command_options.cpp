#include "core/run/command_options.h"

#include "core/run/option_builders.h"

namespace helicase {

const OptionTable &modelConvertOptions()
{
    static const OptionTable table({
        requiredPath("output", "Output folder", "", "Model folder to write"),
        choice("format", "safetensors", "Format", "",
               "Format of the weights; pytorch: pytorch_model.bin", {"safetensors", "pytorch"}),
        choice("dtype", "keep", "Precision", "", "Precision of the weights",
               {"keep", "fp32", "fp16", "bf16"}),
    });
    return table;
}

const OptionTable &predictOptions()
{
    static const OptionTable table({
        requiredPath("model", "Model", "Model",
                     "Run, model or adapter folder of train classify; of a run the best checkpoint "
                     "is taken"),
        pathOption("output", "Predictions", "Output",
                   "TSV to write instead of standard output: id, predicted and the probability of "
                   "each class"),
        choice("input-format", "auto", "Format", "Data",
               "Format of the inputs; auto: by their content",
               {"auto", "fasta", "fastq", "lines", "csv", "tsv", "jsonl"}),
        flag("pair", "false", "Pairs", "Data",
             "A tab in a line separates the two sequences of a "
             "pair"),
    });
    return table;
}

} // namespace helicase
