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

// Which rows the k-means of a seed sees. Permuted: in the order that NumPy's permutations of all
// seeds before it have left, as in the published program, where the random start depends on it.
enum class RowOrder { AsGiven, Permuted };

// The clusters of one source, once per seed.
struct ClusteringRuns {
    std::vector<int64_t> truth;                 // species of each row
    std::vector<std::vector<int64_t>> clusters; // [seed][row]
};

// k-means (random starts, 3 per seed, at most 1000 rounds) with as many clusters as there are
// species, drawn as scikit-learn's KMeans does with random_state = seed. unitVectors: rows of unit
// length, one species each. Throws Stopped when asked to.
ClusteringRuns clusterBySeeds(const Matrix &unitVectors, std::span<const std::string> species,
                              std::span<const uint64_t> seeds, RowOrder order = RowOrder::AsGiven,
                              std::stop_token stop = {});

// Mean and deviation over the seeds of each metric of clusteringDefinitions(), of several sources
// their mean, with an interval over seeds and contigs. Every source has the same seeds.
std::map<std::string, MeanAndDeviation> scoresOf(std::span<const ClusteringRuns> sources);

// Both for one source.
std::map<std::string, MeanAndDeviation> scoreClustering(const Matrix &unitVectors,
                                                        std::span<const std::string> species,
                                                        std::span<const uint64_t> seeds,
                                                        std::stop_token stop = {});

} // namespace helicase
