// A binning against the genomes that its contigs come from, by the definitions of AMBER (Meyer et
// al., GigaScience 7, giy069, 2018): all contigs of the gold standard count, each with its bases.
// Thread-safe.
#pragma once

#include "core/evaluate/bin_table.h"

#include <array>

namespace helicase {

// Bins are counted above each completeness and below each contamination, both by bases.
inline constexpr std::array<double, 3> genomeCompleteness{0.5, 0.7, 0.9};
inline constexpr std::array<double, 2> genomeContamination{0.1, 0.05};

struct GenomeScores {
    // Means over the bins of the share of a bin that is of its main genome, the one with most
    // bases.
    double purity = 0; // by bases
    double contigPurity = 0;
    // Means over the genomes of the largest share of a genome that is in one bin.
    double completeness = 0; // by bases
    double contigCompleteness = 0;
    // Bases and contigs that are in bins of their own genome / all, binned or not.
    double accuracy = 0;
    double contigAccuracy = 0;
    double assigned = 0; // bases in bins / all bases
    double assignedContigs = 0;
    double adjustedRand = 0; // of pairs of bases in bins
    double contigAdjustedRand = 0;
    // [contamination][completeness]
    std::array<std::array<int64_t, 3>, 2> recovered{};
};

// The three spans have the same length; bins: -1 for unbinned. Without any bin all is 0.
GenomeScores genomeScores(std::span<const int64_t> bins, std::span<const std::string> species,
                          std::span<const int64_t> lengths);

} // namespace helicase
