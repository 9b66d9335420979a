#include "core/run/pair_options.h"

#include "core/run/option_builders.h"

namespace helicase {

namespace {

constexpr const char *fragmentSection = "Fragments";
constexpr const char *splitSection = "Splits";
constexpr const char *outputSection = "Output";

OptionTable fragmentOptions()
{
    return OptionTable({
        pathOption("labels", "Species", "Sequences",
                   "Table (TSV or CSV) with the columns id and species, or a CAMI file, for "
                   "sequences of FASTA files; empty: each sequence is a species of its own"),
        wholeNumber("shortest", "1000", "Shortest fragment", fragmentSection,
                    "Sequences that are shorter are left out and counted", 1, 1e7, "bases"),
        wholeNumber("longest", "2000", "Longest fragment", fragmentSection,
                    "Lengths are drawn evenly between the two", 1, 1e7, "bases"),
        wholeNumber("pairs", "100", "Pairs per species", fragmentSection,
                    "Training pairs of a species; without species at most so many of a sequence, "
                    "and no more than fragments fit into it",
                    1, 1e7, "pairs"),
        flag("overlap", "false", "Overlap", fragmentSection,
             "The two fragments of a pair may share bases"),
        realNumber("unknown", "0.05", "Unknown letters", fragmentSection,
                   "Fragments with a larger share of letters other than A, C, G and T are not "
                   "taken, and counted",
                   0, 1),
        choice("strand", "either", "Strand", fragmentSection,
               "Fragments are read from either strand by chance, or all as given",
               {"either", "given"}),
    });
}

OptionTable splitOptions()
{
    return OptionTable({
        choice("split", "genomes", "Split by", splitSection,
               "Whole genomes are drawn for validation (without species: whole sequences), or the "
               "column use of genomes.tsv says what is for what",
               {"genomes", "table"}),
        realNumber("validation", "0.1", "Validation", splitSection,
                   "Share of the genomes whose pairs are for validation, and of the pairs of a "
                   "species there; 0: no validation file",
                   0, 0.9),
        flag("species-column", "true", "Species column", outputSection,
             "A third column names the species, so that batches can be mixed of distinct ones"),
        requiredPath("output", "Folder", outputSection,
                     "Folder for train.csv, validation.csv and pairs.json with the statistics"),
    });
}

} // namespace

const OptionTable &pairOptions()
{
    static const OptionTable table = fragmentOptions().with(splitOptions());
    return table;
}

} // namespace helicase
