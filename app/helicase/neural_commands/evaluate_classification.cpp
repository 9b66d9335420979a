// helicase evaluate classify --data FILE --model RUN,... -o DIR
// helicase evaluate gue --data GUE --model MODEL,... -o DIR
#include "core/neural/evaluate/evaluate_classification.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/evaluation_output.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/resources.h"
#include "core/dataset/classification_set.h"
#include "core/neural/tensor/threads.h"
#include "core/neural/tasks/gue_benchmark.h"
#include "core/run/recipe.h"
#include "core/run/run_folder.h"
#include "core/run/training_options.h"

#include <iostream>

namespace helicase {

namespace {

OptionValues trainingDefaults()
{
    return OptionValues(trainingOptions("classify").with(commonOptions()));
}

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string> &names)
{
    return {names.begin(), names.end()};
}

// The training split of a run folder; empty for other folders.
std::filesystem::path trainingSplitOf(const std::filesystem::path &model)
{
    const RunFolder run(model);
    if (!std::filesystem::exists(run.config()) || !std::filesystem::exists(run.description()) ||
        summarizeRun(run.root()).task != "classify")
        return {};
    OptionValues options = trainingDefaults();
    applyRecipe(run.config(), options);
    std::filesystem::path file = options.path("data.train");
    if (file.empty() && !options.text("data.folder").empty())
        file = findSplits(options.path("data.folder")).train;
    return std::filesystem::exists(file) ? file : std::filesystem::path();
}

// The common options that were given, over the defaults of a training run.
OptionValues commonOptionsOf(const CommandLine &line)
{
    OptionValues values = trainingDefaults();
    for (const Option &option : commonOptions().options())
        if (option.name != "config" && !line.options.isDefault(option.name))
            values.set(option.name, line.options.text(option.name));
    return values;
}

} // namespace

ExitStatus runEvaluateClassify(const CommandLine &line)
{
    const StopSignals signals;
    const OptionValues &options = line.options;
    options.requireComplete();
    requireCpuInFloat32(line);
    useThreads(options.integer("threads"));
    ClassificationEvaluation evaluation;
    evaluation.data = options.path("data");
    evaluation.models = pathsOf(options.list("model"));
    evaluation.training = options.path("train");
    if (evaluation.training.empty() && !evaluation.models.empty())
        evaluation.training = trainingSplitOf(evaluation.models.front());
    evaluation.baselines = options.list("baseline");
    evaluation.commandLine = line.text;
    evaluation.version = versionText();
    const std::filesystem::path folder = options.path("output");
    const auto progress = makeProgress(line);
    const EvaluationResult result =
        evaluateClassification(evaluation, folder, *progress, signals.token());
    finishEvaluation(line, result, folder);
    return ExitStatus::Done;
}

ExitStatus runEvaluateGue(const CommandLine &line)
{
    const StopSignals signals;
    const OptionValues &options = line.options;
    options.requireComplete();
    const auto progress = makeProgress(line);
    const bool isQuiet = options.flag("quiet");
    GueBenchmark benchmark{.base = commonOptionsOf(line)};
    benchmark.data = std::filesystem::absolute(options.path("data"));
    benchmark.tasks = options.list("tasks");
    benchmark.models = pathsOf(options.list("model"));
    benchmark.published = options.list("published");
    benchmark.recipes =
        options.text("recipes").empty() ? configFolder() / "gue" : options.path("recipes");
    benchmark.changes = options.list("with");
    benchmark.commandLine = line.text;
    benchmark.version = versionText();
    benchmark.started = [isQuiet](const std::filesystem::path &run) {
        if (!isQuiet)
            std::cerr << "helicase: " << run.string() << std::endl;
    };
    benchmark.observer = [&progress](const Event &event) {
        if (event.kind == "progress")
            progress->update(event.done, event.total, event.text);
    };
    const std::filesystem::path folder = options.path("output");
    const EvaluationResult result = evaluateGue(benchmark, folder, signals.token());
    finishEvaluation(line, result, folder, gueText(result));
    return ExitStatus::Done;
}

} // namespace helicase
