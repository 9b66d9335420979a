#include "core/neural/evaluate/sequence_evaluation.h"

#include <numeric>

namespace helicase {

namespace {

nlohmann::json describeData(const SequenceEvaluation &evaluation, const LabelledSequences &data)
{
    return {{"sequences", evaluation.sequences.string()},
            {"labels", evaluation.labels.string()},
            {"contigs", data.sequences.size()},
            {"left_out", data.leftOut.size()},
            {"species", data.speciesCount},
            {"bases", std::accumulate(data.lengths.begin(), data.lengths.end(), int64_t{0})}};
}

} // namespace

PreparedEvaluation prepareEvaluation(const std::string &task, const SequenceEvaluation &evaluation,
                                     Progress &progress, const std::stop_token &stop)
{
    PreparedEvaluation prepared;
    prepared.data =
        readLabelledSequences(evaluation.sequences, evaluation.labels, evaluation.limits);
    EvaluationResult &result = prepared.result;
    result.task = task;
    result.notes = prepared.data.notes;
    prepared.candidates =
        makeCandidates(evaluation.candidates, prepared.data, result.notes, progress, stop);
    result.data = describeData(evaluation, prepared.data);
    result.provenance = {
        {"command", evaluation.commandLine},  {"version", evaluation.version},
        {"seeds", evaluation.seeds},          {"shortest", evaluation.limits.shortest},
        {"fewest", evaluation.limits.fewest}, {"longest", evaluation.limits.longest}};
    return prepared;
}

CandidateScores withoutScores(const Candidate &candidate)
{
    return {.name = candidate.name,
            .label = candidate.label,
            .kind = candidate.kind,
            .details = candidate.details};
}

} // namespace helicase
