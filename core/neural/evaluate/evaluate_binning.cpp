#include "core/neural/evaluate/evaluate_binning.h"

#include "core/neural/evaluate/binning_tables.h"
#include "core/neural/evaluate/cluster_scores.h"

namespace helicase {

EvaluationResult evaluateBinning(const SequenceEvaluation &evaluation,
                                 const BinningProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop)
{
    PreparedEvaluation prepared = prepareEvaluation("binning", evaluation, progress, stop);
    EvaluationResult &result = prepared.result;
    result.definitions = clusteringDefinitions();
    // The main ones first: ARI and NMI of the clusters, then the bins, then what is left of either.
    const std::vector<MetricDefinition> &ofBins = binningDefinitions();
    result.definitions.insert(result.definitions.begin() + 2, ofBins.begin(), ofBins.end());
    result.provenance["smallest_bin"] = protocol.smallestBin;
    result.provenance["weighting"] = "bases";
    std::vector<BinnedCandidate> binned;
    const auto total = static_cast<int64_t>(prepared.candidates.size());
    for (const Candidate &candidate : prepared.candidates) {
        progress.update(std::ssize(binned), total, "binning");
        CandidateScores scores = withoutScores(candidate);
        scores.metrics =
            scoreClustering(candidate.unitVectors, prepared.data.species, evaluation.seeds, stop);
        BinEvaluation bins = scoreBinning(candidate.unitVectors, prepared.data, protocol, stop);
        scores.metrics.merge(bins.metrics);
        scores.details["threshold"] = bins.threshold;
        result.provenance["threshold"][candidate.name] = bins.threshold;
        result.candidates.push_back(std::move(scores));
        binned.push_back({candidate.name, std::move(bins)});
    }
    if (!protocol.threshold)
        result.notes.push_back(
            "The threshold of each candidate is the 70th percentile of the similarities "
            "of these contigs to the mean of their species.");
    writeLeftOut(folder / "left_out.tsv", prepared.data);
    writeBins(folder / "bins.tsv", binned);
    writeAssignments(folder / "assignments.tsv", prepared.data, binned);
    writeRecovered(folder / "recovered.tsv", binned);
    writeResult(folder, result);
    return std::move(result);
}

} // namespace helicase
