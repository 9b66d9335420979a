// The evaluation `clustering`: k-means clusters of each candidate's vectors against species.
// Follows MAGICS-LAB/DNABERT_S, evaluate/eval_clustering_classification.py. No LibTorch type.
#pragma once

#include "core/neural/evaluate/cluster_scores.h"
#include "core/neural/evaluate/sequence_evaluation.h"

namespace helicase {

// Of several sources the mean. metrics.json, summary.tsv, intervals.tsv and left_out.tsv in the
// folder. Throws InputError, OptionError, DiskError, Stopped; files appear complete or not at all,
// metrics.json last.
EvaluationResult evaluateClustering(const SequenceEvaluation &evaluation,
                                    const std::filesystem::path &folder, Progress &progress,
                                    std::stop_token stop = {}, RowOrder order = RowOrder::AsGiven);

} // namespace helicase
