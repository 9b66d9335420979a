#include "core/neural/evaluate/cluster_scores.h"

#include "core/base/error.h"
#include "core/evaluate/clustering_metrics.h"
#include "core/evaluate/contingency.h"
#include "core/neural/cluster/kmeans.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/evaluate/cumulative_permutation.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr const char *intervalText = "; 95 % interval: bootstrap over seeds and contigs";
const std::array<std::string, 4> metricKeys{"ari", "nmi", "homogeneity", "cluster_completeness"};

// In the order of the keys.
using Values = std::array<double, metricKeys.size()>;

Values valuesOf(std::span<const int64_t> truth, std::span<const int64_t> clusters)
{
    const ClusteringScores scores = clusteringScores(truth, clusters);
    return {scores.adjustedRand, scores.normalisedMutualInformation, scores.homogeneity,
            scores.completeness};
}

// Seeds and, within each source, contigs drawn with replacement: the means over both.
std::vector<double> resampledMeans(std::span<const ClusteringRuns> sources, RandomStream &random)
{
    const auto seeds = std::ssize(sources.front().clusters);
    const std::vector<int64_t> drawnSeeds = drawWithReplacement(seeds, seeds, random);
    std::vector<double> means(metricKeys.size());
    const auto runs = static_cast<double>(seeds * std::ssize(sources));
    for (const ClusteringRuns &source : sources) {
        const auto contigs = std::ssize(source.truth);
        const std::vector<int64_t> rows = drawWithReplacement(contigs, contigs, random);
        const std::vector<int64_t> truth = valuesAt(source.truth, rows);
        for (const int64_t seed : drawnSeeds) {
            const Values values =
                valuesOf(truth, valuesAt(source.clusters[static_cast<size_t>(seed)], rows));
            for (size_t i = 0; i < values.size(); ++i)
                means[i] += values[i] / runs;
        }
    }
    return means;
}

std::vector<Interval> intervalsOf(std::span<const ClusteringRuns> sources,
                                  std::span<const double> scores)
{
    int64_t items = 0;
    for (const ClusteringRuns &source : sources)
        items += std::ssize(source.truth) * std::ssize(source.clusters);
    return bootstrapIntervals(scores, resamplesFor(items), 0, [&](RandomStream &random) {
        return resampledMeans(sources, random);
    });
}

} // namespace

const std::vector<MetricDefinition> &clusteringDefinitions()
{
    static const std::vector<MetricDefinition> definitions{
        {.key = "ari",
         .label = "ARI",
         .formula =
             "(RI - E[RI]) / (max RI - E[RI]) over pairs of contigs, of k-means clusters (one per "
             "species) and species; all contigs; 0 = chance, 1 = identical" +
             std::string(intervalText)},
        {.key = "nmi",
         .label = "NMI",
         .formula =
             "2 I(U;V) / (H(U) + H(V)) of k-means clusters and species; all contigs; 0 to 1" +
             std::string(intervalText)},
        {.key = "homogeneity",
         .label = "Homogeneity",
         .formula =
             "1 - H(C|K) / H(C) of k-means clusters (the published \"purity\" of clustering)" +
             std::string(intervalText)},
        {.key = "cluster_completeness",
         .label = "Cluster completeness",
         .formula = "1 - H(K|C) / H(K) of k-means clusters" + std::string(intervalText)},
    };
    return definitions;
}

ClusteringRuns clusterBySeeds(const Matrix &unitVectors, std::span<const std::string> species,
                              std::span<const uint64_t> seeds, RowOrder order, std::stop_token stop)
{
    const NumberedLabels truth = numberLabels(species);
    ClusteringRuns runs{.truth = truth.numbers, .clusters = {}};
    const KMeansSettings settings{.clusters = std::ssize(truth.names)};
    CumulativePermutation permutation(unitVectors.rows());
    for (const uint64_t seed : seeds) {
        throwIfStopped(stop);
        const auto number = static_cast<uint32_t>(seed);
        if (order == RowOrder::AsGiven) {
            runs.clusters.push_back(kMeans(unitVectors, settings, number).labels);
            continue;
        }
        const std::vector<int64_t> &rows = permutation.rows();
        const KMeansResult result = kMeans(selectRows(unitVectors, rows), settings, number);
        auto &clusters = runs.clusters.emplace_back(rows.size());
        for (size_t i = 0; i < rows.size(); ++i)
            clusters[static_cast<size_t>(rows[i])] = result.labels[i];
        permutation.permute(number);
    }
    return runs;
}

std::map<std::string, MeanAndDeviation> scoresOf(std::span<const ClusteringRuns> sources)
{
    std::array<std::vector<double>, metricKeys.size()> means; // over the sources, one per seed
    for (size_t seed = 0; seed < sources.front().clusters.size(); ++seed) {
        for (std::vector<double> &list : means)
            list.push_back(0);
        for (const ClusteringRuns &source : sources) {
            const Values values = valuesOf(source.truth, source.clusters[seed]);
            for (size_t i = 0; i < values.size(); ++i)
                means[i].back() += values[i] / static_cast<double>(sources.size());
        }
    }
    std::vector<double> scores;
    for (const std::vector<double> &list : means)
        scores.push_back(summarize(list).mean);
    const std::vector<Interval> intervals = intervalsOf(sources, scores);
    std::map<std::string, MeanAndDeviation> summary;
    for (size_t i = 0; i < metricKeys.size(); ++i) {
        summary[metricKeys[i]] = summarize(means[i]);
        summary[metricKeys[i]].interval =
            Interval{intervals[i].low, std::min(intervals[i].high, 1.0)};
    }
    return summary;
}

std::map<std::string, MeanAndDeviation> scoreClustering(const Matrix &unitVectors,
                                                        std::span<const std::string> species,
                                                        std::span<const uint64_t> seeds,
                                                        std::stop_token stop)
{
    const std::vector runs{
        clusterBySeeds(unitVectors, species, seeds, RowOrder::AsGiven, std::move(stop))};
    return scoresOf(runs);
}

} // namespace helicase
