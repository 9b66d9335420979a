// helicase evaluate TASK: candidates beside baselines, with a report.
//   clustering, few-shot, binning: --data SEQUENCES --labels LABELS --model MODEL,... -o DIR
//   bins: --gold LABELS --bins FILE,... -o DIR
//   binding: --data WINDOWS --scores SCORES --model RUN,... -o DIR
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/evaluation_output.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/text.h"
#include "core/neural/evaluate/evaluate_binding.h"
#include "core/neural/evaluate/evaluate_binning.h"
#include "core/neural/evaluate/evaluate_clustering.h"
#include "core/neural/evaluate/evaluate_few_shot.h"
#include "core/neural/tensor/threads.h"

#include <limits>
#include <set>

namespace helicase {

namespace {

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string> &names)
{
    return {names.begin(), names.end()};
}

std::vector<uint64_t> seedsOf(const OptionValues &options)
{
    std::vector<uint64_t> seeds;
    for (const std::string &text : options.list("seeds")) {
        const auto seed = parseInteger(text);
        if (!seed || *seed < 0 || *seed > std::numeric_limits<uint32_t>::max())
            throw OptionError("seeds", printable(text) + " is no seed",
                              "write them as 0,1,2; each below 2^32");
        seeds.push_back(static_cast<uint64_t>(*seed));
    }
    if (seeds.empty())
        throw OptionError("seeds", "at least one seed is needed");
    return seeds;
}

// Rising, each once.
std::vector<int64_t> shotsOf(const OptionValues &options)
{
    std::set<int64_t> shots;
    for (const std::string &text : options.list("shots")) {
        const auto number = parseInteger(text);
        if (!number || *number < 1)
            throw OptionError("shots", printable(text) + " is no number of contigs",
                              "write them as 1,2,5");
        shots.insert(*number);
    }
    if (shots.empty())
        throw OptionError("shots", "at least one number is needed");
    return {shots.begin(), shots.end()};
}

// Assigned one by one: g++ 12 destroys a half-made aggregate wrongly when an initializer throws.
SequenceEvaluation evaluationOf(const CommandLine &line)
{
    const OptionValues &options = line.options;
    options.requireComplete();
    useThreads(options.integer("threads"));
    SequenceEvaluation evaluation;
    evaluation.sequences = options.path("data");
    evaluation.labels = options.path("labels");
    evaluation.limits = {.shortest = options.integer("shortest"),
                         .fewest = options.integer("fewest"),
                         .longest = options.integer("longest")};
    evaluation.candidates.models = pathsOf(options.list("model"));
    evaluation.candidates.baselines = options.list("baseline");
    evaluation.candidates.tables = baselineTablesFrom(options);
    evaluation.candidates.embeddings = pathsOf(options.list("embeddings"));
    evaluation.candidates.settings.poolings = poolingsFrom(options.text("pooling"));
    evaluation.candidates.settings.contrastiveHead = options.flag("contrastive-head");
    evaluation.candidates.settings.maximumTokens = options.integer("max-tokens");
    evaluation.candidates.arithmetic = arithmeticFrom(options.text("precision"));
    evaluation.seeds = seedsOf(options);
    evaluation.commandLine = line.text;
    evaluation.version = versionText();
    return evaluation;
}

BinningProtocol binningProtocolOf(const OptionValues &options)
{
    BinningProtocol protocol;
    if (options.text("method") == "hdbscan")
        protocol.rule.method = BinningMethod::Density;
    if (const double threshold = options.real("threshold"); threshold > 0)
        protocol.rule.threshold = threshold;
    protocol.rule.smallestBin = options.integer("smallest-bin");
    protocol.rule.neighbours = options.integer("min-samples");
    protocol.thresholdData = options.path("threshold-data");
    protocol.thresholdLabels = options.path("threshold-labels");
    protocol.depths = pathsOf(options.list("depth"));
    protocol.depthWeight = options.real("depth-weight");
    protocol.givenBins = pathsOf(options.list("bins"));
    if (options.flag("fasta")) {
        protocol.output = BinOutput::TableAndFasta;
        if (options.path("labels").empty())
            throw OptionError("fasta", "a published table holds no sequences to copy",
                              "give the contigs as FASTA, with --labels");
    }
    return protocol;
}

} // namespace

ExitStatus runEvaluateClustering(const CommandLine &line)
{
    const StopSignals signals;
    SequenceEvaluation evaluation = evaluationOf(line);
    const bool isPublished = line.options.flag("published-order");
    if (isPublished)
        evaluation.limits.longest = publishedLongest(evaluation.sequences);
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result =
        evaluateClustering(evaluation, folder, *progress, signals.token(),
                           isPublished ? RowOrder::Permuted : RowOrder::AsGiven);
    finishEvaluation(line, result, folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateFewShot(const CommandLine &line)
{
    const StopSignals signals;
    SequenceEvaluation evaluation = evaluationOf(line);
    FewShotProtocol protocol;
    protocol.shots = shotsOf(line.options);
    protocol.tested = line.options.integer("tested");
    if (line.options.flag("published-test")) {
        protocol.testRows = TestRows::Published;
        evaluation.limits.longest = publishedLongest(evaluation.sequences);
    }
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result =
        evaluateFewShot(evaluation, protocol, folder, *progress, signals.token());
    finishEvaluation(line, result, folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateBinning(const CommandLine &line)
{
    const StopSignals signals;
    const SequenceEvaluation evaluation = evaluationOf(line);
    const BinningProtocol protocol = binningProtocolOf(line.options);
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result =
        evaluateBinning(evaluation, protocol, folder, *progress, signals.token());
    finishEvaluation(line, result, folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateBins(const CommandLine &line)
{
    const OptionValues &options = line.options;
    options.requireComplete();
    GivenBinsEvaluation evaluation;
    evaluation.goldStandard = options.path("gold");
    evaluation.sequences = options.path("data");
    evaluation.shortest = options.integer("shortest");
    evaluation.bins = pathsOf(options.list("bins"));
    evaluation.commandLine = line.text;
    evaluation.version = versionText();
    const std::filesystem::path folder = options.path("output");
    finishEvaluation(line, evaluateGivenBins(evaluation, folder), folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateBinding(const CommandLine &line)
{
    const StopSignals signals;
    const OptionValues &options = line.options;
    options.requireComplete();
    requireCpuInFloat32(line);
    useThreads(options.integer("threads"));
    const std::vector<std::string> models = options.list("model");
    const BindingEvaluation evaluation{
        .sequences = options.path("data"),
        .scores = options.path("scores"),
        .models = {models.begin(), models.end()},
        .baselines = options.list("baseline"),
        .windows = options.text("windows") == "all" ? BindingWindows::All : BindingWindows::HeldOut,
        .letters = options.text("letters") == "map" ? OtherLetters::MapToN : OtherLetters::Refuse,
        .shown = options.integer("shown"),
        .commandLine = line.text,
        .version = versionText()};
    const std::filesystem::path folder = options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result = evaluateBinding(evaluation, folder, *progress, signals.token());
    finishEvaluation(line, result, folder);
    return ExitStatus::Done;
}

} // namespace helicase
