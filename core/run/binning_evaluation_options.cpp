#include "core/run/evaluation_options.h"
#include "core/run/evaluation_sections.h"

namespace helicase {

namespace sections = evaluation_sections;

OptionTable binningEvaluationOptions()
{
    return labelledSequenceOptions("2500", "10")
        .with(OptionTable({
            pathOption("depth", "Depth", sections::data,
                       "Depth of coverage as further evidence: BAM or SAM, or a table of samtools "
                       "coverage, MetaBAT, CoverM or of contig and depths; several with commas"),
            choice("method", "medoids", "Method", sections::data,
                   "Medoids of a threshold, as published, or clusters of any density",
                   {"medoids", "hdbscan"}),
            wholeNumber("smallest-bin", "10", "Smallest bin", sections::method,
                        "Smaller bins are dissolved", 1, 1e9, "contigs"),
            wholeNumber("min-samples", "0", "Neighbours", sections::method,
                        "HDBSCAN: a contig is as dense as its n-th nearest contig is near; 0: n is "
                        "the smallest bin",
                        0, 1e9, "contigs"),
            realNumber("threshold", "0", "Threshold", sections::method,
                       "Medoids: least similarity to the medoid; 0: the 70th percentile of the "
                       "similarities of labelled contigs to their species' mean, per candidate",
                       0, 1),
            pathOption("threshold-data", "Contigs for it", sections::method,
                       "The threshold is taken from these contigs, as published, not from those "
                       "that are evaluated: a published table (clustering_0.tsv) or sequences"),
            pathOption("threshold-labels", "Labels for it", sections::method,
                       "Species of these contigs, where they are no published table"),
            realNumber("depth-weight", "1", "Weight of depth", sections::method,
                       "Similarity is (composition + w^2 depth) / (1 + w^2)", 0, 100),
            pathOption("bins", "Other bins", sections::data,
                       "Bins that other programs made, shown beside: CAMI files, tables, or "
                       "folders with one FASTA file per bin; several with commas"),
            flag("fasta", "false", "Bins as FASTA", sections::output,
                 "Writes one FASTA file per bin into the result folder, beside the CAMI files"),
            sections::resultFolder(),
        }));
}

OptionTable givenBinsEvaluationOptions()
{
    return OptionTable({
        requiredPath("gold", "Gold standard", sections::data,
                     "CAMI file with SEQUENCEID, BINID and LENGTH, or TSV with id and label"),
        requiredPath("bins", "Bins", sections::candidates,
                     "CAMI files, tables, or folders with one FASTA file per bin; several with "
                     "commas"),
        pathOption("data", "Contigs", sections::data,
                   "Sequences, for their lengths; not needed where the gold standard has them"),
        wholeNumber("shortest", "1", "Shortest", sections::data, "Shorter contigs are left out", 1,
                    1e9, "bases"),
        sections::resultFolder(),
    });
}

OptionTable savedBinsOptions()
{
    return OptionTable({
        requiredPath("output", "Folder", sections::output,
                     "Folder for CANDIDATE, with one FASTA file per bin, and CANDIDATE.binning, a "
                     "CAMI file"),
        textOption("candidate", "", "Candidate", sections::data,
                   "Whose bins, by its name in the result; empty: the first one"),
        pathOption("data", "Sequences", sections::data,
                   "Where the contigs are now; empty: the file that was evaluated"),
    });
}

} // namespace helicase
