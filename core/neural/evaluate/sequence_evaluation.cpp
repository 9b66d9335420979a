#include "core/neural/evaluate/sequence_evaluation.h"

#include "core/base/error.h"
#include "core/run/run_inputs.h"

#include <map>
#include <numeric>
#include <set>

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

// The result of several sources, from those of each.
class JoinedResult {
public:
    JoinedResult(const SequenceEvaluation &evaluation, bool areSeveral)
        : evaluation_(evaluation), areSeveral_(areSeveral)
    {
    }

    void add(const std::filesystem::path &source, const PreparedEvaluation &prepared,
             LabelledSequences &leftOut)
    {
        const std::string name = areSeveral_ ? source.filename().string() + ": " : std::string();
        for (LeftOutSequence sequence : prepared.data.leftOut) {
            sequence.id = name + sequence.id;
            leftOut.leftOut.push_back(std::move(sequence));
        }
        for (const std::string &note : prepared.result.notes)
            notes_.push_back(name + note);
        for (const nlohmann::json &input : prepared.result.provenance["inputs"])
            inputs_.push_back(input);
        for (const char *key : {"contigs", "left_out", "bases"})
            sums_[key] += prepared.result.data.at(key).get<int64_t>();
        species_.insert(prepared.data.species.begin(), prepared.data.species.end());
        if (sources_++ == 0)
            result_ = prepared.result;
    }

    EvaluationResult finish()
    {
        result_.notes = std::move(notes_);
        result_.provenance["inputs"] = std::move(inputs_);
        for (const auto &[key, sum] : sums_)
            result_.data[key] = sum;
        result_.data["species"] = species_.size();
        result_.data["sequences"] = evaluation_.sequences.string();
        if (areSeveral_)
            result_.data["sources"] = sources_;
        return std::move(result_);
    }

private:
    const SequenceEvaluation &evaluation_;
    bool areSeveral_;
    int64_t sources_ = 0;
    EvaluationResult result_;
    std::vector<std::string> notes_;
    nlohmann::json inputs_ = nlohmann::json::array();
    std::map<std::string, int64_t> sums_;
    std::set<std::string> species_;
};

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
    for (const std::filesystem::path &file : {evaluation.sequences, evaluation.labels})
        if (!file.empty())
            result.provenance["inputs"].push_back(describeInput(file));
    return prepared;
}

EvaluationResult evaluateSources(const std::string &task, const SequenceEvaluation &evaluation,
                                 const std::function<void(const PreparedEvaluation &)> &takeSource,
                                 LabelledSequences &leftOut, Progress &progress,
                                 const std::stop_token &stop)
{
    const std::vector<std::filesystem::path> sources = sequenceSources(evaluation.sequences);
    if (std::filesystem::is_directory(evaluation.sequences) && !evaluation.labels.empty())
        throw OptionError("labels", "published tables have labels of their own",
                          "leave --labels out, or name a file of sequences");
    JoinedResult joined(evaluation, sources.size() > 1);
    for (const std::filesystem::path &source : sources) {
        throwIfStopped(stop);
        SequenceEvaluation one = evaluation;
        one.sequences = source;
        const PreparedEvaluation prepared = prepareEvaluation(task, one, progress, stop);
        takeSource(prepared);
        joined.add(source, prepared, leftOut);
    }
    return joined.finish();
}

int64_t publishedLongest(const std::filesystem::path &data)
{
    const std::filesystem::path folder =
        std::filesystem::is_directory(data) ? data / "" : std::filesystem::absolute(data);
    return folder.parent_path().filename() == "reference" ? 10'000 : 20'000;
}

CandidateScores withoutScores(const Candidate &candidate)
{
    return {.name = candidate.name,
            .label = candidate.label,
            .kind = candidate.kind,
            .details = candidate.details};
}

} // namespace helicase
