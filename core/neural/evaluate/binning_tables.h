// The files of a binning result: bins.tsv, assignments.tsv, unbinned.tsv, recovered.tsv,
// levels.tsv, published.tsv, left_out.tsv and the bins of each candidate for other programs. No
// LibTorch type.
#pragma once

#include "core/neural/evaluate/bin_scores.h"

#include <span>

namespace helicase {

struct BinnedCandidate {
    std::string name;
    BinEvaluation scores;
};

// One row per bin and candidate with its completeness and purity by bases and by contigs; shares 0
// to 1. name: what other programs call the bin.
void writeBins(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates);
// One row per sequence, one column per candidate with the number of its bin, -1: unbinned.
void writeAssignments(const std::filesystem::path &file, const LabelledSequences &data,
                      std::span<const BinnedCandidate> candidates);
// The contigs of each candidate that are in no bin.
void writeUnbinned(const std::filesystem::path &file, const LabelledSequences &data,
                   std::span<const BinnedCandidate> candidates);
// One row per pair of completeness and contamination of AMBER, one column per candidate.
void writeLevels(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates);
// How many species have an F1 and a recall above 0.1, 0.2, ... 0.9, of the contigs in bins.
void writePublishedCounts(const std::filesystem::path &file,
                          std::span<const BinnedCandidate> candidates);
// FOLDER/CANDIDATE.binning, a CAMI file, for each candidate.
void writeCamiFiles(const std::filesystem::path &folder, const LabelledSequences &data,
                    std::span<const BinnedCandidate> candidates);
// FOLDER/CANDIDATE with one FASTA file per bin and unbinned.fa, from the file of the sequences: the
// contigs are whole there.
void writeBinFolders(const std::filesystem::path &folder, const std::filesystem::path &sequences,
                     const LabelledSequences &data, std::span<const BinnedCandidate> candidates);
// One row per level of completeness, one column per candidate with the number of bins.
void writeRecovered(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates);
// Sequences that no metric looks at, with the reason.
void writeLeftOut(const std::filesystem::path &file, const LabelledSequences &data);

} // namespace helicase
