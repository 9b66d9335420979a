// How well a clustering agrees with true classes, by the definitions of scikit-learn
// (sklearn.metrics.cluster), special cases included.
#pragma once

#include <cstdint>
#include <span>

namespace helicase {

struct ContingencyTable;

struct ClusteringScores {
    double adjustedRand = 0;      // Hubert and Arabie 1985; 1 = equal, about 0 = by chance
    double mutualInformation = 0; // nats
    double normalisedMutualInformation = 0; // by the arithmetic mean of both entropies
    double homogeneity = 0; // Rosenberg and Hirschberg 2007; DNABERT-S calls it "purity"
    double completeness = 0;
    double vMeasure = 0;
};

// Labels may be any numbers; -1 is a label like others. Both spans have the same length. Empty
// input scores 1, as in scikit-learn.
ClusteringScores clusteringScores(std::span<const int64_t> truth,
                                  std::span<const int64_t> predicted);

// The one of these scores that follows from counts alone; classes and clusters may be empty.
double adjustedRand(const ContingencyTable &table);

} // namespace helicase
