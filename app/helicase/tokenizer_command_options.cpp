#include "app/helicase/tokenizer_command_options.h"

namespace helicase {

namespace {

const Option inputFormatOption{
    .name = "input-format",
    .kind = OptionKind::Choice,
    .defaultValue = "auto",
    .help = "Format of the inputs; auto: by their content",
    .choices = {"auto", "fasta", "fastq", "lines", "csv", "tsv", "jsonl"}};

} // namespace

const OptionTable &tokenizeOptions()
{
    static const OptionTable table({
        {.name = "tokenizer",
         .kind = OptionKind::Path,
         .help = "Tokenizer folder or tokenizer.json",
         .required = true},
        {.name = "output",
         .kind = OptionKind::Path,
         .help = "File to write instead of standard output"},
        {.name = "format",
         .kind = OptionKind::Choice,
         .defaultValue = "jsonl",
         .help = "What to write per record; digest: id, number and SHA-256 of the ids",
         .choices = {"jsonl", "ids", "tokens", "digest"}},
        inputFormatOption,
        {.name = "special",
         .kind = OptionKind::Flag,
         .defaultValue = "true",
         .help = "Add the special tokens"},
        {.name = "pair",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "A tab in a line separates the two texts of a pair"},
        {.name = "max-length",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Cut off at this length, special tokens included; 0: never",
         .unit = "tokens",
         .minimum = 0,
         .maximum = 2147483647},
        {.name = "truncation",
         .kind = OptionKind::Choice,
         .defaultValue = "longest-first",
         .help = "Which text of a pair to shorten",
         .choices = {"longest-first", "only-first", "only-second"}},
        {.name = "truncation-side",
         .kind = OptionKind::Choice,
         .defaultValue = "right",
         .help = "Where to cut off",
         .choices = {"right", "left"}},
        {.name = "padding",
         .kind = OptionKind::Choice,
         .defaultValue = "none",
         .help = "Fill up to the longest record or to the maximal length",
         .choices = {"none", "longest", "max"}},
        {.name = "pad-side",
         .kind = OptionKind::Choice,
         .defaultValue = "right",
         .help = "Where to fill up",
         .choices = {"right", "left"}},
        {.name = "pad-length",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Length to fill up to with --padding max; 0: the maximal length",
         .unit = "tokens",
         .minimum = 0,
         .maximum = 2147483647},
        {.name = "pad-multiple",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Fill up to a multiple of this; 0: does not",
         .unit = "tokens",
         .minimum = 0,
         .maximum = 1e6},
        {.name = "pad-type",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Type id of padding",
         .minimum = 0,
         .maximum = 255},
        {.name = "unknown-words",
         .kind = OptionKind::Path,
         .help = "Table (TSV) of the words that the vocabulary does not know, to be written too"},
        {.name = "shard", .help = "I/N: only every N-th record, beginning with the I-th"},
    });
    return table;
}

const OptionTable &tokenizerTrainOptions()
{
    static const OptionTable table({
        {.name = "output",
         .kind = OptionKind::Path,
         .help = "Tokenizer folder to write",
         .required = true},
        {.name = "type",
         .kind = OptionKind::Choice,
         .defaultValue = "bpe",
         .help = "Byte-pair encoding for DNA or WordPiece for text",
         .choices = {"bpe", "wordpiece"}},
        inputFormatOption,
        {.name = "vocab-size",
         .kind = OptionKind::Integer,
         .defaultValue = "4096",
         .help = "Size of the vocabulary, special tokens included",
         .unit = "tokens",
         .minimum = 1,
         .maximum = 16777215},
        {.name = "min-frequency",
         .kind = OptionKind::Integer,
         .defaultValue = "2",
         .help = "Pairs seen less often are not merged",
         .minimum = 0,
         .maximum = 1e15},
        {.name = "max-token-length",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Tokens stay below this length; 0: no limit",
         .unit = "letters",
         .minimum = 0,
         .maximum = 1e6},
        {.name = "letters",
         .kind = OptionKind::Choice,
         .defaultValue = "bases",
         .help = "What BPE learns from: runs of A, C, G and T (lower case counts, too), or records "
                 "as they stand",
         .choices = {"bases", "all"}},
        {.name = "alphabet",
         .kind = OptionKind::Choice,
         .defaultValue = "text",
         .help = "Characters that get a token: those of the input, or printable ASCII as well",
         .choices = {"text", "ascii"}},
        {.name = "piece-order",
         .defaultValue = "code-point",
         .help = "How WordPiece numbers one-letter ## pieces, which decides ties: code-point, "
                 "first-seen, or as in the "
                 "tokenizer (a folder or vocab.txt) named here"},
        {.name = "special",
         .defaultValue = "[UNK],[CLS],[SEP],[PAD],[MASK]",
         .help = "Special tokens in order of their ids (WordPiece begins with [PAD] unless given)"},
    });
    return table;
}

const OptionTable &tokenizerUnifyOptions()
{
    static const OptionTable table({
        {.name = "text",
         .kind = OptionKind::Path,
         .help = "Folder of the text tokenizer",
         .required = true},
        {.name = "dna",
         .kind = OptionKind::Path,
         .help = "Folder of the DNA tokenizer",
         .required = true},
        {.name = "output", .kind = OptionKind::Path, .help = "Folder to write", .required = true},
        {.name = "dna-offset",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "First id of DNA; 0: the text vocabulary rounded up to a multiple of 8 (30528 for "
                 "BERT)",
         .minimum = 0,
         .maximum = 1000000000},
    });
    return table;
}

const OptionTable &tokenListOptions()
{
    static const OptionTable table({{.name = "output",
                                     .kind = OptionKind::Path,
                                     .help = "File to write instead of standard output"}});
    return table;
}

const OptionTable &tokenizerAddTokensOptions()
{
    static const OptionTable table({
        {.name = "output",
         .kind = OptionKind::Path,
         .help = "The tokenizer.json to write, or its folder; not given: the tokenizer itself is "
                 "changed"},
        {.name = "dry-run",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "Only list the tokens that would be added"},
    });
    return table;
}

} // namespace helicase
