#include "core/neural/evaluate/evaluate_binning.h"

#include "core/base/error.h"
#include "core/neural/evaluate/binning_tables.h"
#include "core/neural/evaluate/cluster_scores.h"
#include "core/neural/evaluate/depth_features.h"
#include "core/neural/evaluate/given_bins.h"
#include "core/run/run_inputs.h"

#include <numeric>

namespace helicase {

namespace {

std::vector<std::string> idsOf(const LabelledSequences &data)
{
    std::vector<std::string> ids;
    for (const Sequence &sequence : data.sequences)
        ids.push_back(sequence.id);
    return ids;
}

void refuseContradictions(const BinningProtocol &protocol)
{
    if (protocol.thresholdData.empty())
        return;
    if (protocol.rule.threshold)
        throw OptionError("threshold-data", "a threshold is given as well", "give one of the two");
    if (protocol.rule.method != BinningMethod::Medoids)
        throw OptionError("threshold-data", "only medoids have a threshold",
                          "leave it out, or choose --method medoids");
    if (!protocol.depths.empty())
        throw OptionError("threshold-data",
                          "the depths of its contigs are not known, so that their similarities "
                          "cannot be compared with those of contigs with depths",
                          "leave --depth or --threshold-data out");
}

// What each candidate's threshold is, from labelled contigs of their own.
std::vector<double> thresholdsFrom(const BinningProtocol &protocol,
                                   const SequenceEvaluation &evaluation,
                                   std::vector<std::string> &notes, Progress &progress,
                                   const std::stop_token &stop)
{
    const LabelledSequences data =
        readLabelledSequences(protocol.thresholdData, protocol.thresholdLabels,
                              {.shortest = 1, .fewest = 1, .longest = evaluation.limits.longest});
    for (const std::string &note : data.notes)
        notes.push_back(protocol.thresholdData.filename().string() + ": " + note);
    std::vector<double> thresholds;
    std::vector<std::string> sameNotes;
    for (const Candidate &candidate :
         makeCandidates(evaluation.candidates, data, sameNotes, progress, stop))
        thresholds.push_back(binningThreshold(candidate.unitVectors, data.species));
    return thresholds;
}

class BinningEvaluator {
public:
    BinningEvaluator(const SequenceEvaluation &evaluation, const BinningProtocol &protocol,
                     Progress &progress, const std::stop_token &stop)
        : evaluation_(evaluation), protocol_(protocol), progress_(progress), stop_(stop),
          prepared_(prepareEvaluation("binning", evaluation, progress, stop))
    {
        if (!protocol.depths.empty())
            depths_.emplace(readDepths(protocol.depths, progress, stop), idsOf(prepared_.data),
                            protocol.depths.front(), result().notes);
        if (!protocol.thresholdData.empty())
            thresholds_ = thresholdsFrom(protocol, evaluation, result().notes, progress, stop);
    }

    EvaluationResult &result() { return prepared_.result; }
    const LabelledSequences &data() const { return prepared_.data; }
    const std::vector<BinnedCandidate> &binned() const { return binned_; }

    void binAll()
    {
        describe();
        const auto total = static_cast<int64_t>(prepared_.candidates.size());
        for (const Candidate &candidate : prepared_.candidates) {
            progress_.update(std::ssize(binned_), total, "binning");
            bin(candidate);
        }
        for (const std::filesystem::path &path : protocol_.givenBins)
            addGiven(scoreGivenBins(path, data(), result().notes), path);
    }

private:
    void describe()
    {
        result().definitions = clusteringDefinitions();
        // The main ones first: ARI and NMI of the clusters, then the bins, then the rest of either.
        const std::vector<MetricDefinition> &ofBins = binningDefinitions();
        result().definitions.insert(result().definitions.begin() + 2, ofBins.begin(), ofBins.end());
        nlohmann::json &provenance = result().provenance;
        const BinningRule &rule = protocol_.rule;
        provenance["method"] = rule.method == BinningMethod::Medoids ? "medoids" : "hdbscan";
        provenance["smallest_bin"] = rule.smallestBin;
        provenance["weighting"] = "bases";
        if (rule.method == BinningMethod::Density)
            provenance["min_samples"] = rule.neighbours > 0 ? rule.neighbours : rule.smallestBin;
        else if (!rule.threshold)
            result().notes.push_back(
                "The threshold of each candidate is the 70th percentile of the similarities of " +
                (thresholds_.empty()
                     ? std::string("these contigs")
                     : "the contigs in " + protocol_.thresholdData.filename().string()) +
                " to the mean of their species.");
        if (depths_) {
            provenance["depth_weight"] = protocol_.depthWeight;
            result().notes.push_back("Bins also look at depth of coverage, with weight " +
                                     nlohmann::json(protocol_.depthWeight).dump() +
                                     "; clusters do not.");
        }
        addInputs(protocol_.depths);
        addInputs(protocol_.givenBins);
        if (!protocol_.thresholdData.empty())
            addInputs({protocol_.thresholdData});
    }

    void addInputs(const std::vector<std::filesystem::path> &files)
    {
        for (const std::filesystem::path &file : files)
            if (std::filesystem::is_regular_file(file))
                result().provenance["inputs"].push_back(describeInput(file));
    }

    void bin(const Candidate &candidate)
    {
        CandidateScores scores = withoutScores(candidate);
        scores.metrics =
            scoreClustering(candidate.unitVectors, data().species, evaluation_.seeds, stop_);
        BinningRule rule = protocol_.rule;
        if (!thresholds_.empty())
            rule.threshold = thresholds_.at(binned_.size());
        BinEvaluation bins =
            depths_
                ? scoreBinning(depths_->appendedTo(candidate.unitVectors, protocol_.depthWeight),
                               data(), rule, stop_)
                : scoreBinning(candidate.unitVectors, data(), rule, stop_);
        scores.metrics.merge(bins.metrics);
        if (bins.threshold) {
            scores.details["threshold"] = *bins.threshold;
            result().provenance["threshold"][candidate.name] = *bins.threshold;
        }
        result().candidates.push_back(std::move(scores));
        binned_.push_back({candidate.name, std::move(bins)});
    }

    void addGiven(GivenBins given, const std::filesystem::path &path)
    {
        for (const BinnedCandidate &other : binned_)
            if (other.name == given.name)
                given.name += "-bins";
        result().candidates.push_back({.name = given.name,
                                       .label = given.name,
                                       .kind = CandidateKind::Baseline,
                                       .metrics = given.scores.metrics,
                                       .details = {{"file", path.string()}}});
        binned_.push_back({given.name, std::move(given.scores)});
    }

    const SequenceEvaluation &evaluation_;
    const BinningProtocol &protocol_;
    Progress &progress_;
    const std::stop_token &stop_;
    PreparedEvaluation prepared_;
    std::optional<DepthFeatures> depths_;
    std::vector<double> thresholds_; // of each candidate; empty: from the rule
    std::vector<BinnedCandidate> binned_;
};

void writeTables(const std::filesystem::path &folder, const LabelledSequences &data,
                 std::span<const BinnedCandidate> binned)
{
    writeLeftOut(folder / "left_out.tsv", data);
    writeBins(folder / "bins.tsv", binned);
    writeAssignments(folder / "assignments.tsv", data, binned);
    writeUnbinned(folder / "unbinned.tsv", data, binned);
    writeRecovered(folder / "recovered.tsv", binned);
    writeLevels(folder / "levels.tsv", binned);
}

} // namespace

EvaluationResult evaluateBinning(const SequenceEvaluation &evaluation,
                                 const BinningProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop)
{
    refuseContradictions(protocol);
    BinningEvaluator evaluator(evaluation, protocol, progress, stop);
    evaluator.binAll();
    const std::vector<BinnedCandidate> &binned = evaluator.binned();
    writeTables(folder, evaluator.data(), binned);
    writePublishedCounts(folder / "published.tsv", binned);
    writeCamiFiles(folder / "bins", evaluator.data(), binned);
    if (protocol.output == BinOutput::TableAndFasta)
        writeBinFolders(folder / "bins", evaluation.sequences, evaluator.data(), binned);
    writeResult(folder, evaluator.result());
    return std::move(evaluator.result());
}

EvaluationResult evaluateGivenBins(const GivenBinsEvaluation &evaluation,
                                   const std::filesystem::path &folder)
{
    if (evaluation.bins.empty())
        throw OptionError("bins", "there is nothing to compare", "give --bins FILE,...");
    const LabelledSequences data =
        readGoldStandard(evaluation.goldStandard, evaluation.sequences, evaluation.shortest);
    EvaluationResult result{
        .task = "bins", .definitions = binningDefinitions(), .notes = data.notes};
    result.data = {
        {"sequences", evaluation.goldStandard.string()},
        {"contigs", data.sequences.size()},
        {"left_out", data.leftOut.size()},
        {"species", data.speciesCount},
        {"bases", std::accumulate(data.lengths.begin(), data.lengths.end(), int64_t{0})}};
    result.provenance = {{"command", evaluation.commandLine},
                         {"version", evaluation.version},
                         {"shortest", evaluation.shortest},
                         {"weighting", "bases"}};
    result.provenance["inputs"].push_back(describeInput(evaluation.goldStandard));
    std::vector<BinnedCandidate> binned;
    for (const std::filesystem::path &path : evaluation.bins) {
        GivenBins given = scoreGivenBins(path, data, result.notes);
        if (std::ranges::find(binned, given.name, &BinnedCandidate::name) != binned.end())
            throw OptionError("bins", "two of them are called " + given.name,
                              "rename a file or folder");
        if (std::filesystem::is_regular_file(path))
            result.provenance["inputs"].push_back(describeInput(path));
        result.candidates.push_back({.name = given.name,
                                     .label = given.name,
                                     .kind = CandidateKind::Baseline,
                                     .metrics = given.scores.metrics,
                                     .details = {{"file", path.string()}}});
        binned.push_back({given.name, std::move(given.scores)});
    }
    writeTables(folder, data, binned);
    writeResult(folder, result);
    return result;
}

} // namespace helicase
