// What a binning of the shown contigs is worth, by the core's definitions. Pure; any thread.
#pragma once

#include "core/evaluate/bin_table.h"
#include "widgets/embeddings/cloud_data.h"

#include <map>
#include <optional>
#include <span>

namespace helicase {

struct BinFigures {
    int64_t contigs = 0;
    int64_t bases = 0;
    std::string species = {}; // the one with most bases; empty where no contig has a label
    // By the label file, over the contigs that have a label.
    std::optional<double> completeness = std::nullopt;
    std::optional<double> contamination = std::nullopt;
};

struct BinScores {
    std::map<int, BinFigures> bins; // by number; those without contigs are left out
    int64_t unbinned = 0;           // contigs
    std::optional<double> adjustedRand = std::nullopt; // over labelled contigs in bins
};

// groupOf: bin of each contig, -1: none. Contigs of unknown length count as one base.
BinScores scoreBins(const CloudData &data, std::span<const int> groupOf);

} // namespace helicase
