#include "core/run/genome_options.h"

#include "core/run/option_builders.h"

namespace helicase {

const OptionTable &genomeOptions()
{
    static const OptionTable table({
        choice("alphabet", "genome", "Alphabet", "Letters",
               "The 40 characters of hg38 as text, names and line ends included (genome), the "
               "sequences' A, C, G and T (bases), or the characters that the file has (found)",
               {"genome", "bases", "found"}),
        flag(
            "filter", "false", "Filter as published", "Letters",
            "Bases as the published preparation takes them: every A, C, G and T of the text, those "
            "in names too"),
        requiredPath("output", "Folder", "Output",
                     "Folder for train.bin, val.bin, meta.json and meta.pkl"),
    });
    return table;
}

} // namespace helicase
