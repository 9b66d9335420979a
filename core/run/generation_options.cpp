#include "core/run/generation_options.h"

#include "core/run/option_builders.h"

namespace helicase {

const OptionTable &generationOptions()
{
    static const OptionTable table({
        requiredPath("model", "Model", "",
                     "Run or model folder of a character GPT, or a published checkpoint (.pt)"),
        textOption("prompt", "", "Prompt", "", "Letters to continue, at least one"),
        wholeNumber("length", "300", "Length", "", "Letters to add to the prompt", 1, 1e9,
                    "letters"),
        wholeNumber("count", "1", "Sequences", "", "How many are made", 1, 1e6, "sequences"),
        realNumber("temperature", "1", "Temperature", "",
                   "Below 1 the likely letters become likelier, above 1 all become alike", 1e-6,
                   1e6),
        wholeNumber("top-k", "0", "Top k", "",
                    "Only so many of the likeliest letters are drawn; 0: all, 1: always the "
                    "likeliest",
                    0, 1e6, "letters"),
        realNumber("top-p", "1", "Top p", "",
                   "Only the likeliest letters that together hold this share are drawn", 1e-6, 1),
        wholeNumber("slide", "64", "Slide", "",
                    "Letters that leave a full context at once: 1 gives each letter the longest "
                    "context, more is faster; at most half the context is taken",
                    1, 1e6, "letters"),
        pathOption("output", "Output", "",
                   "File to write: FASTA of bases, text of other letters; empty: standard output"),
    });
    return table;
}

const OptionTable &likelihoodOptions()
{
    static const OptionTable table({
        requiredPath("model", "Model", "",
                     "Run or model folder of a character GPT, or a published checkpoint (.pt)"),
        pathOption("output", "Output", "",
                   "bedGraph to write: the natural logarithm of each base's probability"),
        flag("both-strands", "false", "Both strands", "",
             "The mean of what is found reading either strand"),
        choice("unknown", "error", "Unknown letters", "",
               "Letters that the model does not have: refuse the sequence, or leave them out and "
               "begin anew behind them",
               {"error", "split"}),
    });
    return table;
}

} // namespace helicase
