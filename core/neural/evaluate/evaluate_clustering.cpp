#include "core/neural/evaluate/evaluate_clustering.h"

#include "core/neural/cluster/silhouette.h"
#include "core/neural/evaluate/binning_tables.h"

#include <numeric>

namespace helicase {

namespace {

// All pairs of contigs are looked at.
constexpr int64_t mostForSilhouette = 20'000;

std::vector<MetricDefinition> withSilhouette()
{
    std::vector<MetricDefinition> all = clusteringDefinitions();
    all.push_back({.key = "silhouette",
                   .label = "Silhouette",
                   .formula =
                       "mean over the contigs of (b - a) / max(a; b): a the mean distance to "
                       "the contigs of its species, b to those of the nearest other one; of "
                       "the vectors alone, without clusters"});
    return all;
}

// What is known of one candidate after some sources.
struct ClusteredCandidates {
    std::vector<CandidateScores> scores;           // without metrics
    std::vector<std::vector<ClusteringRuns>> runs; // [candidate][source]
    std::vector<std::vector<double>> silhouettes;  // likewise
};

double meanSilhouette(const Matrix &vectors, std::span<const int64_t> labels)
{
    const std::vector<double> values = silhouette(vectors, labels);
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

EvaluationResult evaluateClustering(const SequenceEvaluation &evaluation,
                                    const std::filesystem::path &folder, Progress &progress,
                                    std::stop_token stop, RowOrder order)
{
    ClusteredCandidates all;
    bool hasSilhouettes = true;
    const auto takeSource = [&](const PreparedEvaluation &prepared) {
        const size_t total = prepared.candidates.size();
        all.runs.resize(total);
        all.silhouettes.resize(total);
        hasSilhouettes = hasSilhouettes && std::ssize(prepared.data.species) <= mostForSilhouette;
        for (size_t i = 0; i < total; ++i) {
            progress.update(static_cast<int64_t>(i), static_cast<int64_t>(total), "clustering");
            const Candidate &candidate = prepared.candidates[i];
            all.runs[i].push_back(clusterBySeeds(candidate.unitVectors, prepared.data.species,
                                                 evaluation.seeds, order, stop));
            if (hasSilhouettes)
                all.silhouettes[i].push_back(
                    meanSilhouette(candidate.unitVectors, all.runs[i].back().truth));
            if (all.scores.size() < total)
                all.scores.push_back(withoutScores(candidate));
        }
    };
    LabelledSequences leftOut;
    EvaluationResult result =
        evaluateSources("clustering", evaluation, takeSource, leftOut, progress, stop);
    result.definitions = withSilhouette();
    result.provenance["published_order"] = order == RowOrder::Permuted;
    if (!hasSilhouettes)
        result.notes.push_back("No silhouette: it looks at all pairs of contigs, at most " +
                               grouped(mostForSilhouette) + " of them.");
    for (size_t i = 0; i < all.scores.size(); ++i) {
        all.scores[i].metrics = scoresOf(all.runs[i]);
        if (hasSilhouettes)
            all.scores[i].metrics["silhouette"].mean = summarize(all.silhouettes[i]).mean;
    }
    result.candidates = std::move(all.scores);
    writeLeftOut(folder / "left_out.tsv", leftOut);
    writeResult(folder, result);
    return result;
}

} // namespace helicase
