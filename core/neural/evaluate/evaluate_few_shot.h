// The evaluation `few-shot`: how well a few labelled contigs per species suffice to tell the
// others. Follows MAGICS-LAB/DNABERT_S, evaluate/eval_clustering_classification.py. No LibTorch
// type.
#pragma once

#include "core/neural/evaluate/few_shot.h"
#include "core/neural/evaluate/sequence_evaluation.h"

namespace helicase {

// Of several sources the mean. metrics.json, summary.tsv, intervals.tsv, few_shot.tsv (every
// source, candidate, seed and number of training contigs), learning_curve.tsv (mean and interval of
// each candidate and number) and left_out.tsv in the folder. Numbers of training contigs that a
// species does not have are left out with a note. Throws InputError (also when none is left),
// OptionError, DiskError, Stopped; files appear complete or not at all, metrics.json last.
EvaluationResult evaluateFewShot(const SequenceEvaluation &evaluation,
                                 const FewShotProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop = {});

} // namespace helicase
