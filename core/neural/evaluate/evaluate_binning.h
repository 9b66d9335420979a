// The evaluation `binning`: bins of each candidate's vectors against species, beside its clusters
// and beside bins that other programs made. Follows MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py;
// where it differs (threshold from the evaluated labels unless others are given, bins by bases) the
// result says so. `bins`: bins of other programs alone, against a CAMI gold standard. No LibTorch
// type.
#pragma once

#include "core/neural/evaluate/bin_scores.h"
#include "core/neural/evaluate/sequence_evaluation.h"

namespace helicase {

enum class BinOutput { Table, TableAndFasta };

struct BinningProtocol {
    BinningRule rule;
    // Labelled contigs that the threshold of medoids is taken from: a published table, or sequences
    // with a label file. Empty: the contigs that are evaluated.
    std::filesystem::path thresholdData;
    std::filesystem::path thresholdLabels;
    std::vector<std::filesystem::path> depths; // files of readDepths; empty: composition alone
    double depthWeight = 1;
    std::vector<std::filesystem::path> givenBins; // of other programs, as readBins takes them
    BinOutput output = BinOutput::Table;
};

// In the folder: metrics.json, summary.tsv, left_out.tsv, bins.tsv, assignments.tsv, unbinned.tsv,
// recovered.tsv, levels.tsv, published.tsv, bins/CANDIDATE.binning and, if asked for,
// bins/CANDIDATE/*.fa. Throws InputError, OptionError, DiskError, Stopped; files appear complete or
// not at all, metrics.json last.
EvaluationResult evaluateBinning(const SequenceEvaluation &evaluation,
                                 const BinningProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop = {});

struct GivenBinsEvaluation {
    std::filesystem::path goldStandard; // labels; with lengths, where no sequences are given
    std::filesystem::path sequences;    // for the lengths, or empty
    int64_t shortest = 1;               // bases; shorter contigs are left out
    std::vector<std::filesystem::path> bins;
    std::string commandLine;
    std::string version;
};

// The same files but for published.tsv and bins/. Throws likewise.
EvaluationResult evaluateGivenBins(const GivenBinsEvaluation &evaluation,
                                   const std::filesystem::path &folder);

} // namespace helicase
