#include "core/neural/tasks/gue_benchmark.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/classification_set.h"
#include "core/neural/model/model_location.h"
#include "core/neural/tasks/resume_options.h"
#include "core/neural/tasks/train_run.h"
#include "core/run/recipe.h"
#include "core/run/run_folder.h"
#include "core/run/training_options.h"

#include <algorithm>
#include <cstdio>

namespace helicase {

namespace {

constexpr const char *averageKey = "average";

// "tf/0" as "tf_0".
std::string keyOf(const GueTask &task)
{
    std::string key(task.folder);
    std::ranges::replace(key, '/', '_');
    return key;
}

bool isThere(const GueTask &task, const std::filesystem::path &data)
{
    return !findSplits(data / task.folder).train.empty();
}

const GueTask &taskNamed(const std::string &folder)
{
    const auto found = std::ranges::find(gueTasks(), folder, &GueTask::folder);
    if (found != gueTasks().end())
        return *found;
    std::vector<std::string> names;
    for (const GueTask &task : gueTasks())
        names.emplace_back(task.folder);
    const auto nearest = nearestName(folder, names);
    throw OptionError("tasks", printable(folder) + " is no task of GUE",
                      nearest ? "did you mean " + *nearest + "?" : "write them like tf/0,mouse/2");
}

std::vector<GueTask> chosenTasks(const GueBenchmark &benchmark)
{
    std::vector<GueTask> tasks;
    for (const std::string &name : benchmark.tasks) {
        const GueTask &task = taskNamed(name);
        if (!isThere(task, benchmark.data))
            throw InputError("there is no training split (train.csv)",
                             {.file = benchmark.data / task.folder},
                             "download GUE and name its folder with --data");
        tasks.push_back(task);
    }
    if (benchmark.tasks.empty())
        std::ranges::copy_if(gueTasks(), std::back_inserter(tasks),
                             [&](const GueTask &task) { return isThere(task, benchmark.data); });
    if (tasks.empty())
        throw InputError("holds no task of GUE (expected folders like EMP/H3, tf/0, mouse/0)",
                         {.file = benchmark.data}, "name the folder GUE of the download");
    return tasks;
}

const PublishedModel &publishedNamed(const std::string &name)
{
    const auto models = publishedGueModels();
    const auto found = std::ranges::find(models, name, &PublishedModel::name);
    if (found != models.end())
        return *found;
    std::vector<std::string> names;
    for (const PublishedModel &model : models)
        names.emplace_back(model.name);
    throw OptionError("published", printable(name) + " is no published model",
                      "choose from " + join(names, ", "));
}

// One model on all tasks.
class ModelRuns {
public:
    ModelRuns(const GueBenchmark &benchmark, const std::filesystem::path &model,
              const std::filesystem::path &folder)
        : benchmark_(benchmark), model_(model),
          name_(model.empty() ? "from-recipe" : modelName(model)), folder_(folder / "runs" / name_)
    {
    }

    CandidateScores score(const std::vector<GueTask> &tasks, const std::stop_token &stop) const
    {
        CandidateScores scores{.name = name_, .label = name_};
        double sum = 0;
        for (const GueTask &task : tasks) {
            const double value = scoreOf(task, stop);
            scores.metrics[keyOf(task)] = {.mean = value};
            sum += value;
        }
        scores.metrics[averageKey] = {.mean = sum / static_cast<double>(tasks.size())};
        scores.details["path"] = model_.string();
        return scores;
    }

private:
    double scoreOf(const GueTask &task, const std::stop_token &stop) const
    {
        const RunFolder run(folder_ / keyOf(task));
        const OptionValues options = optionsFor(task);
        if (benchmark_.started)
            benchmark_.started(run.root());
        if (!isFinished(run, options))
            train(run, options, stop);
        const std::filesystem::path file = run.results() / "metrics.json";
        const nlohmann::json metrics = readJsonFile(file);
        const auto value = metrics.value(
            nlohmann::json::json_pointer("/classification/" + std::string(task.metric)),
            nlohmann::json());
        if (!value.is_number())
            throw InputError("holds no " + std::string(task.metric) + " of the test split",
                             {.file = file}, "remove the run folder to repeat the run");
        return value.get<double>();
    }

    OptionValues optionsFor(const GueTask &task) const
    {
        OptionValues options(benchmark_.base.table());
        applyRecipe(benchmark_.recipes / (std::string(task.recipe) + ".yaml"), options);
        for (const Option &option : options.table().options())
            if (!benchmark_.base.isDefault(option.name))
                options.set(option.name, benchmark_.base.text(option.name));
        options.set("data.folder", (benchmark_.data / task.folder).string());
        if (!model_.empty())
            options.set("model.path", model_.string());
        for (const std::string &change : benchmark_.changes)
            options.assign(change);
        return withAbsolutePaths(options);
    }

    bool isFinished(const RunFolder &run, const OptionValues &options) const
    {
        if (!std::filesystem::exists(run.results() / "metrics.json"))
            return false;
        OptionValues recorded(options.table());
        applyRecipe(run.config(), recorded);
        for (const Option &option : trainingOptions("classify").options())
            if (recorded.text(option.name) != options.text(option.name) &&
                option.name != "evaluation.sequences")
                throw InputError(
                    "was made with " + option.name + " '" + recorded.text(option.name) +
                        "', not '" + options.text(option.name) + "'",
                    {.file = run.root()}, "choose another result folder, or remove this run");
        return true;
    }

    void train(const RunFolder &run, const OptionValues &options, const std::stop_token &stop) const
    {
        const bool hasRun = std::filesystem::exists(run.description());
        const bool mayStartAgain = hasRun && listCheckpoints(run).empty() &&
                                   summarizeRun(run.root()).state == RunState::Failed;
        TrainingRequest request{.task = "classify", .options = options, .run = run.root()};
        request.start = hasRun && !mayStartAgain ? RunStart::Resume : RunStart::Fresh;
        request.commandLine = benchmark_.commandLine;
        request.version = benchmark_.version;
        request.observer = benchmark_.observer;
        if (runTraining(request, stop) == ExitStatus::Stopped)
            throw Stopped();
    }

    const GueBenchmark &benchmark_;
    std::filesystem::path model_;
    std::string name_;
    std::filesystem::path folder_;
};

CandidateScores publishedScores(const PublishedModel &model, const std::vector<GueTask> &tasks)
{
    CandidateScores scores{.name = std::string(model.name),
                           .label = std::string(model.label),
                           .kind = CandidateKind::Baseline};
    const auto column = static_cast<size_t>(&model - publishedGueModels().data());
    double sum = 0;
    for (const GueTask &task : tasks) {
        const double value = task.published[column] / 100;
        scores.metrics[keyOf(task)] = {.mean = value};
        sum += value;
    }
    scores.metrics[averageKey] = {.mean = sum / static_cast<double>(tasks.size())};
    scores.details["source"] = "Zhou et al., DNABERT-2, ICLR 2024, table 4";
    return scores;
}

std::vector<MetricDefinition> definitionsOf(const std::vector<GueTask> &tasks)
{
    std::vector<MetricDefinition> definitions{{.key = averageKey,
                                               .label = "Mean score (x100)",
                                               .formula = "Mean over the tasks of this evaluation",
                                               .scale = MetricScale::Share}};
    for (const GueTask &task : tasks) {
        const bool isF1 = task.metric == "f1";
        definitions.push_back(
            {.key = keyOf(task),
             .label = std::string(task.name) + (isF1 ? " (F1 x100)" : " (MCC x100)"),
             .formula =
                 isF1 ? "Macro F1 on the test split" : "Matthews correlation on the test split",
             .scale = MetricScale::Share});
    }
    return definitions;
}

std::string hundredfold(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", 100 * share);
    return text;
}

TsvTable gueTable(const EvaluationResult &result)
{
    TsvTable table{.columns = {"Task"}};
    for (const CandidateScores &candidate : result.candidates)
        table.columns.push_back(candidate.label);
    const auto addRow = [&](const MetricDefinition &definition) {
        auto &row = table.rows.emplace_back(std::vector{definition.label});
        for (const CandidateScores &candidate : result.candidates)
            row.push_back(hundredfold(candidate.metrics.at(definition.key).mean));
    };
    std::for_each(result.definitions.begin() + 1, result.definitions.end(), addRow);
    addRow(result.definitions.front());
    return table;
}

} // namespace

EvaluationResult evaluateGue(const GueBenchmark &benchmark, const std::filesystem::path &folder,
                             std::stop_token stop)
{
    const std::vector<GueTask> tasks = chosenTasks(benchmark);
    EvaluationResult result{.task = "gue", .definitions = definitionsOf(tasks)};
    std::vector<CandidateScores> published;
    for (const std::string &name : benchmark.published)
        published.push_back(publishedScores(publishedNamed(name), tasks));
    std::vector<std::filesystem::path> models = benchmark.models;
    if (models.empty())
        models.emplace_back();
    for (const std::filesystem::path &model : models)
        result.candidates.push_back(ModelRuns(benchmark, model, folder).score(tasks, stop));
    std::ranges::move(published, std::back_inserter(result.candidates));
    if (tasks.size() < gueTasks().size())
        result.notes.push_back(std::to_string(tasks.size()) + " of the " +
                               std::to_string(gueTasks().size()) +
                               " tasks of GUE are in the table.");
    result.data = {{"data", benchmark.data.string()}, {"tasks", tasks.size()}};
    result.provenance = {{"command", benchmark.commandLine},
                         {"version", benchmark.version},
                         {"recipes", benchmark.recipes.string()},
                         {"changed options", benchmark.changes}};
    writeTsv(folder / "gue.tsv", gueTable(result));
    writeResult(folder, result);
    return result;
}

std::string gueText(const EvaluationResult &result)
{
    return alignedText(gueTable(result));
}

} // namespace helicase
