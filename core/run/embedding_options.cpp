#include "core/run/embedding_options.h"

#include "core/run/option_builders.h"

namespace helicase {

namespace {

constexpr const char *dataSection = "Data";
constexpr const char *candidateSection = "Candidates";
constexpr const char *embeddingSection = "Embedding";
constexpr const char *afterSection = "After embedding";
constexpr const char *runningSection = "Running";
constexpr const char *outputSection = "Output";

OptionTable inputOptions()
{
    return OptionTable({
        choice("input-format", "auto", "Format", dataSection,
               "Format of the inputs; auto: by their content",
               {"auto", "fasta", "fastq", "lines", "csv", "tsv", "jsonl"}),
        pathOption("labels", "Labels", dataSection,
                   "Table (TSV or CSV) with a column id and a column of labels, or a CAMI file; "
                   "joined by id and kept beside the vectors"),
        textOption("label-column", "", "Column of labels", dataSection,
                   "Name of that column; empty: label or species"),
        choice("empty", "refuse", "Empty sequences", dataSection,
               "What becomes of a sequence without tokens", {"refuse", "skip"}),
        wholeNumber("longest", "0", "Cut after", dataSection,
                    "Bases of a sequence that are looked at; 0: all", 0, 1e9, "bases"),
    });
}

OptionTable modelOptions()
{
    return OptionTable({
        pathOption("model", "Model", candidateSection,
                   "Model or run folder; of a run the best checkpoint is taken"),
        textOption("baseline", "", "Baseline", candidateSection,
                   "Embed without a model: tnf (4-mer shares), tnf-merged (both strands counted as "
                   "one), 1-mers to 8-mers (also -merged), tnf-k, tnf-k-compat or dna2vec"),
        baselineKernelOption(candidateSection),
        wordVectorsOption(candidateSection),
        textOption("pooling", "mean", "Pooling", embeddingSection,
                   "How the vectors of the tokens become one: mean, cls or max, or several side by "
                   "side, such as mean+cls"),
        wholeNumber("layer", "-1", "Layer", embeddingSection,
                    "Layer whose output is pooled: 1 is the first, -1 the last, 0 the embedding "
                    "layer",
                    -1000, 1000),
        wholeNumber("max-tokens", "5000", "Longest sequence", embeddingSection,
                    "Tokens of a sequence, or of one of its windows, that are looked at at a time; "
                    "special tokens included",
                    3, 1e7, "tokens"),
        choice("long", "cut", "Longer sequences", embeddingSection,
               "What becomes of sequences with more tokens: the rest is cut off, or they are "
               "embedded in windows whose vectors are averaged by length (for max: the largest)",
               {"cut", "windows"}),
        wholeNumber("window-overlap", "0", "Overlap of windows", embeddingSection,
                    "Tokens that a window shares with the one before", 0, 1e7, "tokens"),
        choice("reverse-complement", "none", "Other strand", embeddingSection,
               "Use of the other strand: not at all, mean of both vectors, or both side by side",
               {"none", "average", "concat"}),
        contrastiveHeadOption(embeddingSection),
    });
}

OptionTable afterOptions()
{
    return OptionTable({
        textOption("projector", "", "Projector", afterSection,
                   "Linear, GELU, Linear, LayerNorm after embedding: a file of weights "
                   "(safetensors), or two widths such as 1024-512 for weights drawn from --seed"),
        flag("standardize", "false", "Standardise", afterSection,
             "Each column gets mean 0 and standard deviation 1 over the rows of this file"),
    });
}

OptionTable runningOptions()
{
    return OptionTable({
        pathOption("cache", "Cache", runningSection,
                   "Folder of vectors computed before, by content of model, settings and sequence; "
                   "an interrupted run goes on from there"),
        realNumber("cache-size", "10", "Largest cache", runningSection,
                   "The oldest vectors go when the cache is larger", 0.001, 1e6, "GB"),
        textOption("shard", "", "Shard", runningSection,
                   "I/N: only every N-th sequence, beginning with the I-th"),
        pathOption("join", "Join", runningSection,
                   "Folder with the files of all shards, to be joined instead of embedding"),
        requiredPath("output", "Embedding file", outputSection,
                     "File to write: .safetensors, .npy (with .ids.txt beside it) or .tsv"),
    });
}

} // namespace

Option baselineKernelOption(std::string_view section)
{
    return pathOption("kernel", "Kernel of TNF-K", section,
                      "Table of 256 x 103 numbers (.npz or .npy) for tnf-k and tnf-k-compat");
}

Option contrastiveHeadOption(std::string_view section)
{
    return flag("contrastive-head", "false", "Contrastive head", section,
                "The mean goes through the head that contrastive training put on the encoder: "
                "vectors of length 1, those that training compared");
}

Option wordVectorsOption(std::string_view section)
{
    return pathOption("word-vectors", "Word vectors", section,
                      "Table of 256 x 100 numbers (.npy or .npz) for dna2vec");
}

const OptionTable &embeddingOptions()
{
    static const OptionTable table =
        inputOptions().with(modelOptions()).with(afterOptions()).with(runningOptions());
    return table;
}

} // namespace helicase
