// helicase evaluate TASK: candidates beside baselines, with a report.
//   clustering, binning: --data SEQUENCES --labels LABELS --model MODEL,... -o DIR
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
#include "core/neural/tensor/threads.h"

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
        if (!seed || *seed < 0)
            throw OptionError("seeds", printable(text) + " is no seed", "write them as 0,1,2");
        seeds.push_back(static_cast<uint64_t>(*seed));
    }
    if (seeds.empty())
        throw OptionError("seeds", "at least one seed is needed");
    return seeds;
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
    evaluation.candidates.embeddings = pathsOf(options.list("embeddings"));
    evaluation.candidates.settings.poolings = poolingsFrom(options.text("pooling"));
    evaluation.candidates.settings.maximumTokens = options.integer("max-tokens");
    evaluation.candidates.arithmetic = arithmeticFrom(options.text("precision"));
    evaluation.seeds = seedsOf(options);
    evaluation.commandLine = line.text;
    evaluation.version = versionText();
    return evaluation;
}

} // namespace

ExitStatus runEvaluateClustering(const CommandLine &line)
{
    const StopSignals signals;
    const SequenceEvaluation evaluation = evaluationOf(line);
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result =
        evaluateClustering(evaluation, folder, *progress, signals.token());
    finishEvaluation(line, result, folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateBinning(const CommandLine &line)
{
    const StopSignals signals;
    const SequenceEvaluation evaluation = evaluationOf(line);
    BinningProtocol protocol{.smallestBin = line.options.integer("smallest-bin")};
    if (const double threshold = line.options.real("threshold"); threshold > 0)
        protocol.threshold = threshold;
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result =
        evaluateBinning(evaluation, protocol, folder, *progress, signals.token());
    finishEvaluation(line, result, folder);
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
