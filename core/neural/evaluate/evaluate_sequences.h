// The evaluations `clustering` and `binning`: candidates on labelled sequences, with all files of
// the result. Follows MAGICS-LAB/DNABERT_S, evaluate/eval_clustering_classification.py and
// eval_binning.py; where it differs (threshold from the evaluated labels, bins by bases) the result
// says so. No LibTorch type.
#pragma once

#include "core/neural/evaluate/bin_scores.h"
#include "core/neural/evaluate/candidate.h"

namespace helicase {

struct SequenceEvaluation {
    std::filesystem::path sequences;
    std::filesystem::path labels;
    SequenceLimits limits;
    CandidateList candidates;
    std::vector<uint64_t> seeds{0, 1, 2, 3, 4};
    std::string commandLine; // for the provenance, with the version
    std::string version;
};

// metrics.json, summary.tsv and left_out.tsv in the folder. Throws InputError, OptionError,
// DiskError, Stopped; files appear complete or not at all, metrics.json last.
EvaluationResult evaluateClustering(const SequenceEvaluation &evaluation,
                                    const std::filesystem::path &folder, Progress &progress,
                                    std::stop_token stop = {});

// The files of evaluateClustering and bins.tsv, assignments.tsv, recovered.tsv.
EvaluationResult evaluateBinning(const SequenceEvaluation &evaluation,
                                 const BinningProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop = {});

} // namespace helicase
