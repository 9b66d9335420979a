// The evaluation `binning`: bins of each candidate's vectors against species, beside its clusters.
// Follows MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py; where it differs (threshold from the
// evaluated labels, bins by bases) the result says so. No LibTorch type.
#pragma once

#include "core/neural/evaluate/bin_scores.h"
#include "core/neural/evaluate/sequence_evaluation.h"

namespace helicase {

// metrics.json, summary.tsv, left_out.tsv, bins.tsv, assignments.tsv and recovered.tsv in the
// folder. Throws InputError, OptionError, DiskError, Stopped; files appear complete or not at all,
// metrics.json last.
EvaluationResult evaluateBinning(const SequenceEvaluation &evaluation,
                                 const BinningProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop = {});

} // namespace helicase
