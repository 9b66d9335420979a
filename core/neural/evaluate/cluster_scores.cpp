#include "core/neural/evaluate/cluster_scores.h"

#include "core/base/error.h"
#include "core/evaluate/clustering_metrics.h"
#include "core/evaluate/contingency.h"
#include "core/neural/cluster/kmeans.h"

namespace helicase {

const std::vector<MetricDefinition> &clusteringDefinitions()
{
    static const std::vector<MetricDefinition> definitions{
        {.key = "ari",
         .label = "ARI",
         .formula =
             "(RI - E[RI]) / (max RI - E[RI]) over pairs of contigs, of k-means clusters (one per "
             "species) and species; all contigs; 0 = chance, 1 = identical"},
        {.key = "nmi",
         .label = "NMI",
         .formula =
             "2 I(U;V) / (H(U) + H(V)) of k-means clusters and species; all contigs; 0 to 1"},
        {.key = "homogeneity",
         .label = "Homogeneity",
         .formula =
             "1 - H(C|K) / H(C) of k-means clusters (the published \"purity\" of clustering)"},
        {.key = "cluster_completeness",
         .label = "Cluster completeness",
         .formula = "1 - H(K|C) / H(K) of k-means clusters"},
    };
    return definitions;
}

std::map<std::string, MeanAndDeviation> scoreClustering(const Matrix &unitVectors,
                                                        std::span<const std::string> species,
                                                        std::span<const uint64_t> seeds,
                                                        std::stop_token stop)
{
    const NumberedLabels truth = numberLabels(species);
    std::map<std::string, std::vector<double>> values;
    for (const uint64_t seed : seeds) {
        throwIfStopped(stop);
        RandomStream random(seed, "clustering");
        const KMeansResult clusters =
            kMeans(unitVectors, {.clusters = std::ssize(truth.names)}, random);
        const ClusteringScores scores = clusteringScores(truth.numbers, clusters.labels);
        values["ari"].push_back(scores.adjustedRand);
        values["nmi"].push_back(scores.normalisedMutualInformation);
        values["homogeneity"].push_back(scores.homogeneity);
        values["cluster_completeness"].push_back(scores.completeness);
    }
    std::map<std::string, MeanAndDeviation> summary;
    for (const auto &[key, list] : values)
        summary[key] = summarize(list);
    return summary;
}

} // namespace helicase
