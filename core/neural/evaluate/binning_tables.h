// The tables of a binning result: bins.tsv, assignments.tsv, recovered.tsv, left_out.tsv.
// No LibTorch type.
#pragma once

#include "core/neural/evaluate/bin_scores.h"

#include <span>

namespace helicase {

struct BinnedCandidate {
    std::string name;
    BinEvaluation scores;
};

// One row per bin and candidate; shares 0 to 1.
void writeBins(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates);
// One row per sequence, one column per candidate with the number of its bin, -1: unbinned.
void writeAssignments(const std::filesystem::path &file, const LabelledSequences &data,
                      std::span<const BinnedCandidate> candidates);
// One row per level of completeness, one column per candidate with the number of bins.
void writeRecovered(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates);
// Sequences that no metric looks at, with the reason.
void writeLeftOut(const std::filesystem::path &file, const LabelledSequences &data);

} // namespace helicase
