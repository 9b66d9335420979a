// What a binning of the shown contigs is worth, by the core's definitions. Values.
#pragma once

#include "core/evaluate/bin_table.h" // unbinned
#include "widgets/embeddings/cloud_data.h"

#include <map>
#include <optional>
#include <string>

namespace helicase {

struct BinFigures {
    int64_t contigs = 0;
    int64_t bases = 0;
    std::string species = {}; // the one with most bases; empty where no contig has a label
    // By the label file, over the contigs that have a label.
    std::optional<double> completeness = std::nullopt;
    std::optional<double> contamination = std::nullopt;

    bool operator==(const BinFigures &) const = default;
};

struct BinScores {
    std::map<int, BinFigures> bins; // by number; those without contigs are left out
    int64_t unbinned = 0;           // contigs
    std::optional<double> adjustedRand = std::nullopt; // over labelled contigs in bins
};

} // namespace helicase
