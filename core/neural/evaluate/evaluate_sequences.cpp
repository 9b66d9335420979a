#include "core/neural/evaluate/evaluate_sequences.h"

#include "core/neural/evaluate/binning_tables.h"
#include "core/neural/evaluate/cluster_scores.h"

#include <numeric>

namespace helicase {

namespace {

// What both evaluations start from.
struct Prepared {
    LabelledSequences data;
    std::vector<Candidate> candidates;
    EvaluationResult result;
};

nlohmann::json describeData(const SequenceEvaluation &evaluation, const LabelledSequences &data)
{
    return {{"sequences", evaluation.sequences.string()},
            {"labels", evaluation.labels.string()},
            {"contigs", data.sequences.size()},
            {"left_out", data.leftOut.size()},
            {"species", data.speciesCount},
            {"bases", std::accumulate(data.lengths.begin(), data.lengths.end(), int64_t{0})}};
}

Prepared prepare(const char *task, const SequenceEvaluation &evaluation, Progress &progress,
                 const std::stop_token &stop)
{
    Prepared prepared;
    prepared.data =
        readLabelledSequences(evaluation.sequences, evaluation.labels, evaluation.limits);
    EvaluationResult &result = prepared.result;
    result.task = task;
    result.notes = prepared.data.notes;
    prepared.candidates =
        makeCandidates(evaluation.candidates, prepared.data, result.notes, progress, stop);
    result.data = describeData(evaluation, prepared.data);
    result.definitions = clusteringDefinitions();
    result.provenance = {
        {"command", evaluation.commandLine},  {"version", evaluation.version},
        {"seeds", evaluation.seeds},          {"shortest", evaluation.limits.shortest},
        {"fewest", evaluation.limits.fewest}, {"longest", evaluation.limits.longest}};
    return prepared;
}

CandidateScores scoresOf(const Candidate &candidate, const Prepared &prepared,
                         const SequenceEvaluation &evaluation, const std::stop_token &stop)
{
    CandidateScores scores{.name = candidate.name,
                           .label = candidate.label,
                           .kind = candidate.kind,
                           .details = candidate.details};
    scores.metrics =
        scoreClustering(candidate.unitVectors, prepared.data.species, evaluation.seeds, stop);
    return scores;
}

} // namespace

EvaluationResult evaluateClustering(const SequenceEvaluation &evaluation,
                                    const std::filesystem::path &folder, Progress &progress,
                                    std::stop_token stop)
{
    Prepared prepared = prepare("clustering", evaluation, progress, stop);
    const auto total = static_cast<int64_t>(prepared.candidates.size());
    for (const Candidate &candidate : prepared.candidates) {
        progress.update(std::ssize(prepared.result.candidates), total, "clustering");
        prepared.result.candidates.push_back(scoresOf(candidate, prepared, evaluation, stop));
    }
    writeLeftOut(folder / "left_out.tsv", prepared.data);
    writeResult(folder, prepared.result);
    return std::move(prepared.result);
}

EvaluationResult evaluateBinning(const SequenceEvaluation &evaluation,
                                 const BinningProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop)
{
    Prepared prepared = prepare("binning", evaluation, progress, stop);
    EvaluationResult &result = prepared.result;
    // The main ones first: ARI and NMI of the clusters, then the bins, then what is left of either.
    const std::vector<MetricDefinition> &ofBins = binningDefinitions();
    result.definitions.insert(result.definitions.begin() + 2, ofBins.begin(), ofBins.end());
    result.provenance["smallest_bin"] = protocol.smallestBin;
    result.provenance["weighting"] = "bases";
    std::vector<BinnedCandidate> binned;
    const auto total = static_cast<int64_t>(prepared.candidates.size());
    for (const Candidate &candidate : prepared.candidates) {
        progress.update(std::ssize(binned), total, "binning");
        CandidateScores scores = scoresOf(candidate, prepared, evaluation, stop);
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
