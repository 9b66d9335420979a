#include "core/neural/evaluate/evaluate_few_shot.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/neural/evaluate/binning_tables.h"

#include <algorithm>

namespace helicase {

namespace {

// The runs of one source, of all candidates.
struct FewShotSource {
    std::string name;
    std::vector<std::vector<FewShotRun>> runs; // [candidate][run]
};

std::string listed(std::span<const int64_t> numbers)
{
    std::vector<std::string> texts;
    for (const int64_t number : numbers)
        texts.push_back(std::to_string(number));
    return join(texts, ", ");
}

// The smallest species and how many contigs it has.
std::pair<std::string, int64_t> smallestSpecies(std::span<const std::string> species)
{
    std::map<std::string, int64_t> sizes;
    for (const std::string &name : species)
        ++sizes[name];
    const auto smallest =
        std::ranges::min_element(sizes, {}, [](const auto &entry) { return entry.second; });
    return *smallest;
}

// The shots that a source allows. Throws InputError when it allows none.
std::vector<int64_t> shotsOf(const PreparedEvaluation &prepared, const FewShotProtocol &protocol,
                             const std::filesystem::path &file)
{
    std::vector<int64_t> possible = possibleShots(protocol, prepared.data.species);
    if (possible.empty()) {
        const auto [name, size] = smallestSpecies(prepared.data.species);
        throw InputError("species " + printable(name) + " has " + std::to_string(size) +
                             (size == 1 ? " contig" : " contigs") +
                             ": too few to learn from one and test on another",
                         {.file = file}, "leave such species out with --fewest");
    }
    return possible;
}

TsvTable runTable(std::span<const FewShotSource> sources,
                  std::span<const CandidateScores> candidates)
{
    TsvTable table{.columns = {"source", "candidate", "seed", "shots", "training_contigs",
                               "test_contigs", "macro_f1", "macro_recall", "macro_precision",
                               "accuracy"}};
    for (const FewShotSource &source : sources)
        for (size_t i = 0; i < candidates.size(); ++i)
            for (const FewShotRun &run : source.runs[i])
                table.rows.push_back(
                    {source.name, candidates[i].name, std::to_string(run.seed),
                     std::to_string(run.shots), std::to_string(run.trainingRows),
                     std::to_string(run.truth.size()), formatReal(run.scores.macro.f1),
                     formatReal(run.scores.macro.recall), formatReal(run.scores.macro.precision),
                     formatReal(run.scores.accuracy)});
    return table;
}

TsvTable curveTable(std::span<const CandidateScores> candidates, std::span<const int64_t> shots)
{
    TsvTable table{.columns = {"candidate", "shots", "macro_f1", "low", "high"}};
    for (const CandidateScores &candidate : candidates)
        for (const int64_t count : shots) {
            const MeanAndDeviation &value = candidate.metrics.at(fewShotKey(count));
            table.rows.push_back({candidate.name, std::to_string(count), formatReal(value.mean),
                                  formatReal(value.interval->low),
                                  formatReal(value.interval->high)});
        }
    return table;
}

// A source may allow fewer shots than another: those that all have are kept.
void keepCommonShots(std::vector<FewShotSource> &sources, std::span<const int64_t> common)
{
    for (FewShotSource &source : sources)
        for (std::vector<FewShotRun> &runs : source.runs)
            std::erase_if(runs, [&](const FewShotRun &run) {
                return std::ranges::find(common, run.shots) == common.end();
            });
}

void noteMissingShots(const FewShotProtocol &protocol, std::span<const int64_t> common,
                      std::vector<std::string> &notes)
{
    std::vector<int64_t> missing;
    std::ranges::copy_if(protocol.shots, std::back_inserter(missing), [&](int64_t shots) {
        return std::ranges::find(common, shots) == common.end();
    });
    if (!missing.empty())
        notes.push_back("Left out: " + listed(missing) +
                        " training contigs per species. The smallest species has too few contigs "
                        "to train on so many and still test on others.");
}

} // namespace

EvaluationResult evaluateFewShot(const SequenceEvaluation &evaluation,
                                 const FewShotProtocol &protocol,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop)
{
    std::vector<CandidateScores> candidates;
    std::vector<FewShotSource> sources;
    std::vector<int64_t> common = protocol.shots;
    const auto takeSource = [&](const PreparedEvaluation &prepared) {
        const std::filesystem::path file = prepared.result.data.at("sequences").get<std::string>();
        const std::vector<int64_t> possible = shotsOf(prepared, protocol, file);
        std::erase_if(common, [&](int64_t shots) {
            return std::ranges::find(possible, shots) == possible.end();
        });
        FewShotSource &source =
            sources.emplace_back(FewShotSource{.name = file.filename().string(), .runs = {}});
        const auto total = std::ssize(prepared.candidates);
        for (const Candidate &candidate : prepared.candidates) {
            progress.update(std::ssize(source.runs), total, "few-shot classification");
            source.runs.push_back(runFewShot(originalVectors(candidate), prepared.data.species,
                                             evaluation.seeds, protocol, stop));
            if (std::ssize(candidates) < total)
                candidates.push_back(withoutScores(candidate));
        }
    };
    LabelledSequences leftOut;
    EvaluationResult result =
        evaluateSources("few-shot", evaluation, takeSource, leftOut, progress, stop);
    keepCommonShots(sources, common);
    noteMissingShots(protocol, common, result.notes);
    result.definitions = fewShotDefinitions(common);
    result.provenance["shots"] = common;
    result.provenance["tested"] = protocol.tested;
    result.provenance["published_test"] = protocol.testRows == TestRows::Published;
    for (size_t i = 0; i < candidates.size(); ++i) {
        std::vector<std::vector<FewShotRun>> runs;
        for (const FewShotSource &source : sources)
            runs.push_back(source.runs[i]);
        candidates[i].metrics = fewShotScores(runs);
    }
    writeLeftOut(folder / "left_out.tsv", leftOut);
    writeTsv(folder / "few_shot.tsv", runTable(sources, candidates));
    writeTsv(folder / "learning_curve.tsv", curveTable(candidates, common));
    result.candidates = std::move(candidates);
    writeResult(folder, result);
    return result;
}

} // namespace helicase
