#include "core/neural/evaluate/evaluate_clustering.h"

#include "core/neural/evaluate/binning_tables.h"
#include "core/neural/evaluate/cluster_scores.h"

namespace helicase {

EvaluationResult evaluateClustering(const SequenceEvaluation &evaluation,
                                    const std::filesystem::path &folder, Progress &progress,
                                    std::stop_token stop)
{
    PreparedEvaluation prepared = prepareEvaluation("clustering", evaluation, progress, stop);
    prepared.result.definitions = clusteringDefinitions();
    const auto total = static_cast<int64_t>(prepared.candidates.size());
    for (const Candidate &candidate : prepared.candidates) {
        progress.update(std::ssize(prepared.result.candidates), total, "clustering");
        CandidateScores scores = withoutScores(candidate);
        scores.metrics =
            scoreClustering(candidate.unitVectors, prepared.data.species, evaluation.seeds, stop);
        prepared.result.candidates.push_back(std::move(scores));
    }
    writeLeftOut(folder / "left_out.tsv", prepared.data);
    writeResult(folder, prepared.result);
    return std::move(prepared.result);
}

} // namespace helicase
