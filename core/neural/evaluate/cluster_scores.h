// How well k-means clusters of vectors match species: the published clustering protocol
// (MAGICS-LAB/DNABERT_S, evaluate/eval_clustering_classification.py). No LibTorch type.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"
#include "core/neural/evaluate/evaluation_result.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

// ari, nmi, homogeneity, cluster_completeness: formulas for people.
const std::vector<MetricDefinition> &clusteringDefinitions();

// k-means (random starts, 3 per seed, at most 1000 rounds) with as many clusters as there are
// species, once per seed. unitVectors: rows of unit length, one species each. Returns mean and
// deviation over the seeds of each metric of clusteringDefinitions(). Throws Stopped when asked to.
std::map<std::string, MeanAndDeviation> scoreClustering(const Matrix &unitVectors,
                                                        std::span<const std::string> species,
                                                        std::span<const uint64_t> seeds,
                                                        std::stop_token stop = {});

} // namespace helicase
