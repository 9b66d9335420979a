#include "core/neural/embed/evaluate_sequences.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/terminal.h"
#include "core/base/text.h"
#include "core/neural/tensor/threads.h"
#include "core/report/evaluation_report.h"

#include <iostream>

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

SequenceEvaluation evaluationOf(const CommandLine &line)
{
    const OptionValues &options = line.options;
    options.requireComplete();
    useThreads(options.integer("threads"));
    return {.sequences = options.path("data"),
            .labels = options.path("labels"),
            .limits = {.shortest = options.integer("shortest"),
                       .fewest = options.integer("fewest"),
                       .longest = options.integer("longest")},
            .candidates = {.models = pathsOf(options.list("model")),
                           .baselines = options.list("baseline"),
                           .embeddings = pathsOf(options.list("embeddings")),
                           .settings = {.pooling = poolingFrom(options.text("pooling")),
                                        .maximumTokens = options.integer("max-tokens")}},
            .seeds = seedsOf(options),
            .commandLine = line.text,
            .version = versionText()};
}

// The result is data: it goes to standard output, its notes to standard error.
void printResult(const CommandLine &line, const EvaluationResult &result)
{
    if (!line.options.flag("quiet"))
        for (const std::string &note : result.notes)
            std::cerr << "helicase: " << note << '\n';
    std::cout << summaryText(result);
}

} // namespace

ExitStatus runEvaluateClustering(const CommandLine &line)
{
    const SequenceEvaluation evaluation = evaluationOf(line);
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    printResult(line, evaluateClustering(evaluation, folder, *progress));
    writeEvaluationReport(folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateBinning(const CommandLine &line)
{
    const SequenceEvaluation evaluation = evaluationOf(line);
    BinningProtocol protocol{.smallestBin = line.options.integer("smallest-bin")};
    if (const double threshold = line.options.real("threshold"); threshold > 0)
        protocol.threshold = threshold;
    const std::filesystem::path folder = line.options.path("output");
    const auto progress = makeProgress(line);
    printResult(line, evaluateBinning(evaluation, protocol, folder, *progress));
    writeEvaluationReport(folder);
    return ExitStatus::Done;
}

} // namespace helicase
