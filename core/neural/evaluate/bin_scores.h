// How well bins match species: the published binning protocol
// (MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py) and, per bin, completeness and contamination by
// bases. No LibTorch type.
#pragma once

#include "core/evaluate/bin_table.h"
#include "core/evaluate/genome_scores.h"
#include "core/neural/cluster/kmedoid.h"
#include "core/neural/evaluate/evaluation_result.h"
#include "core/neural/evaluate/labelled_sequences.h"

#include <array>
#include <optional>
#include <stop_token>

namespace helicase {

enum class BinningMethod { Medoids, Density };

// How vectors become bins.
struct BinningRule {
    BinningMethod method = BinningMethod::Medoids;
    std::optional<double> threshold = std::nullopt; // of medoids; none: 70th percentile of labels
    int64_t smallestBin = 10;
    int64_t neighbours = 0; // of density; 0: as many as the smallest bin has contigs
};

// Lower bounds of completeness for which recovered bins are counted.
inline constexpr std::array<double, 5> recoveryLevels{0.5, 0.6, 0.7, 0.8, 0.9};

struct BinEvaluation {
    std::optional<double> threshold;      // that medoids were found with
    std::vector<int64_t> bins;            // of each sequence, -1: unbinned
    std::map<int64_t, std::string> names; // of the bins, where they have names of their own
    std::vector<Bin> table;               // by falling number of bases
    GenomeScores genomes;
    // Species with F1 or recall above 0.1, 0.2, ... 0.9, of the contigs in bins, as published.
    std::vector<int64_t> f1Counts;
    std::vector<int64_t> recallCounts;
    std::array<int64_t, 5> recovered{}; // bins at each recovery level, contamination below 0.1
    std::map<std::string, MeanAndDeviation> metrics; // keys of binningDefinitions()
};

// bins, species, unbinned, purity, completeness, contamination, f1, f1_binned, bin_ari, bin_nmi and
// those of AMBER: mean_purity, mean_completeness, accuracy, assigned, base_ari.
const std::vector<MetricDefinition> &binningDefinitions();

// unitVectors: one row of unit length per sequence. Throws OptionError, Stopped when asked to.
BinEvaluation scoreBinning(const Matrix &unitVectors, const LabelledSequences &data,
                           const BinningRule &rule, std::stop_token stop = {});

// Bins that another program made: of each sequence, empty for unbinned.
BinEvaluation scoreBins(std::span<const std::string> bins, const LabelledSequences &data);

} // namespace helicase
