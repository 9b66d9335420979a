// How well bins found by medoids match species: the published binning protocol
// (MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py) and, per bin, completeness and contamination by
// bases. No LibTorch type.
#pragma once

#include "core/evaluate/bin_table.h"
#include "core/neural/evaluate/evaluation_result.h"
#include "core/neural/cluster/kmedoid.h"
#include "core/neural/evaluate/labelled_sequences.h"

#include <array>
#include <optional>
#include <stop_token>

namespace helicase {

struct BinningProtocol {
    std::optional<double> threshold = std::nullopt; // none: 70th percentile from the labels
    int64_t smallestBin = 10;
};

// Lower bounds of completeness for which recovered bins are counted.
inline constexpr std::array<double, 5> recoveryLevels{0.5, 0.6, 0.7, 0.8, 0.9};

struct BinEvaluation {
    double threshold = 0;
    std::vector<int64_t> bins;          // of each sequence, -1: unbinned
    std::vector<Bin> table;             // by falling number of bases
    std::array<int64_t, 5> recovered{}; // bins at each recovery level, contamination below 0.1
    std::map<std::string, MeanAndDeviation> metrics; // keys of binningDefinitions()
};

// bins, species, unbinned, purity, completeness, contamination, f1, f1_binned, bin_ari, bin_nmi.
const std::vector<MetricDefinition> &binningDefinitions();

// unitVectors: one row of unit length per sequence. Throws Stopped when asked to.
BinEvaluation scoreBinning(const Matrix &unitVectors, const LabelledSequences &data,
                           const BinningProtocol &protocol, std::stop_token stop = {});

} // namespace helicase
