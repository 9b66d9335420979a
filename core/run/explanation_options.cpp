#include "core/run/explanation_options.h"

#include "core/run/option_builders.h"

namespace helicase {

const OptionTable &explanationOptions()
{
    static const OptionTable table({
        requiredPath(
            "model", "Model", "",
            "Run or model folder of the task binding, or the published cnn_baseline_model.pt"),
        requiredPath("sequences", "Windows", "",
                     "FASTA, or TSV with the columns sequence and window_name; plain or gzip"),
        textOption("window", "", "Window", "", "Name of the window; empty: the first one"),
        wholeNumber("first", "1", "First base", "", "First base that is replaced, counted from 1",
                    1, 1e9, "bases"),
        wholeNumber("bases", "0", "Bases", "", "How many bases are replaced; 0: to the end", 0, 1e9,
                    "bases"),
        pathOption("motifs", "Motifs", "",
                   "File of motifs (TRANSFAC, JASPAR or MEME) to look for where binding is "
                   "predicted"),
        realNumber("level", "3", "Level", "",
                   "Predicted score above which a base lies in a predicted peak", -1e9, 1e9),
        realNumber("p-value", "1e-4", "Largest p-value", "",
                   "Of a motif's match at one place of random sequence", 1e-30, 1),
        wholeNumber("per-peak", "5", "Motifs per peak", "", "The best matches that are shown", 1,
                    10000, "motifs"),
        requiredPath("output", "Output", "", "Folder to write"),
    });
    return table;
}

} // namespace helicase
