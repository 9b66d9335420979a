#include "widgets/evaluate/stored_evaluation.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/run/evaluation_options.h"
#include "widgets/common/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

using Json = nlohmann::json;
using Path = std::filesystem::path;

constexpr std::string_view bindingTask = "binding";
constexpr std::string_view binningTask = "binning";
constexpr std::string_view classificationTask = "classify";

QString text(const std::string &value)
{
    return QString::fromStdString(value);
}

// "smallest_bin" as "Smallest bin".
QString readable(const std::string &key)
{
    QString words = text(key).replace(u'_', u' ');
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

QString valueText(const Json &value)
{
    if (value.is_string())
        return text(value.get<std::string>());
    if (value.is_number_integer())
        return groupedNumber(value.get<qint64>());
    if (value.is_number())
        return shortNumber(value.get<double>(), 4);
    if (value.is_array()) {
        QStringList parts;
        for (const Json &part : value)
            parts.append(valueText(part));
        const bool areLines = !value.empty() && value.front().is_object();
        return parts.join(areLines ? QStringLiteral("\n") : QStringLiteral(", "));
    }
    if (value.is_object() && value.contains("path") && value.contains("sha256")) {
        // An input: its name and the beginning of its hash, which metrics.json has whole.
        const Path path = value.at("path").get<std::string>();
        return QStringLiteral("%1 (%2…)")
            .arg(text(path.filename().string()),
                 text(value.at("sha256").get<std::string>()).left(8));
    }
    if (value.is_object()) {
        QStringList parts;
        for (const auto &[key, part] : value.items())
            parts.append(QStringLiteral("%1: %2").arg(text(key), valueText(part)));
        return parts.join(u'\n');
    }
    return value.is_null() ? QString() : text(value.dump());
}

ShownMetric readMetric(const std::string &key, const Json &definitions)
{
    ShownMetric metric{.key = key, .label = readable(key), .formula = {}};
    const auto found = definitions.find(key);
    if (found == definitions.end())
        return metric;
    metric.label = text(found->value("label", key));
    metric.formula = text(found->value("formula", std::string()))
                         .replace(QStringLiteral(" - "), QStringLiteral(" − "));
    metric.higherIsBetter = found->value("better", std::string("higher")) != "lower";
    const std::string scale = found->value("scale", std::string("plain"));
    metric.kind = scale == "share"   ? MetricKind::Share
                  : scale == "count" ? MetricKind::Count
                                     : MetricKind::Plain;
    return metric;
}

std::vector<ShownMetric> readMetrics(const Json &document,
                                     const std::vector<ShownCandidate> &candidates)
{
    std::vector<std::string> keys = document.value("metric_order", std::vector<std::string>());
    for (const ShownCandidate &candidate : candidates)
        for (const auto &[key, value] : candidate.metrics)
            if (std::ranges::find(keys, key) == keys.end())
                keys.push_back(key);
    const Json definitions = document.value("definitions", Json::object());
    std::vector<ShownMetric> metrics;
    for (const std::string &key : keys)
        metrics.push_back(readMetric(key, definitions));
    return metrics;
}

ShownCandidate readCandidate(const Json &json)
{
    ShownCandidate candidate{.name = json.at("name").get<std::string>(), .label = {}};
    candidate.label = text(json.value("label", candidate.name));
    candidate.isBaseline = json.value("kind", std::string("model")) == "baseline";
    for (const auto &[key, value] : json.at("metrics").items()) {
        candidate.metrics[key] = {.mean = value.at("mean").get<double>(),
                                  .deviation = value.value("sd", 0.0)};
        if (value.contains("low") && value.contains("high"))
            candidate.metrics[key].interval = {value.at("low").get<double>(),
                                               value.at("high").get<double>()};
    }
    return candidate;
}

std::optional<BaselineDifference> readDifference(const Json &document)
{
    const auto found = document.find("difference");
    if (found == document.end() || !found->is_object() || !found->contains("metrics"))
        return std::nullopt;
    return BaselineDifference{
        .metrics = found->at("metrics").get<std::map<std::string, double>>(),
        .sentence = text(found->value("sentence", std::string())),
    };
}

std::vector<std::pair<QString, QString>> readData(const Json &document)
{
    std::vector<std::pair<QString, QString>> facts;
    const Json object = document.value("data", Json::object());
    for (const auto &[key, value] : object.items())
        facts.emplace_back(readable(key), valueText(value));
    return facts;
}

// What was asked for, under the names of the form and with its units: "Fewest contigs", "6
// contigs".
std::vector<std::pair<QString, QString>> readOptions(const Json &document, const std::string &task)
{
    const std::vector<std::string> &tasks = evaluationTasks();
    const bool isKnown = std::ranges::find(tasks, task) != tasks.end();
    std::vector<std::pair<QString, QString>> options;
    const Json provenance = document.value("provenance", Json::object());
    for (const auto &[key, value] : provenance.items()) {
        if (key == "command")
            continue; // has a place of its own
        std::string name = key;
        std::ranges::replace(name, '_', '-');
        const Option *option = isKnown ? evaluationOptions(task).find(name) : nullptr;
        if (option == nullptr)
            options.emplace_back(readable(key), valueText(value));
        else
            options.emplace_back(text(option->label),
                                 (valueText(value) + u' ' + text(option->unit)).trimmed());
    }
    return options;
}

void takeDocument(const Json &document, StoredEvaluation &evaluation)
{
    evaluation.task = document.at("task").get<std::string>();
    evaluation.finished = document.value("finished", 0.0);
    for (const Json &candidate : document.at("candidates"))
        evaluation.candidates.push_back(readCandidate(candidate));
    evaluation.metrics = readMetrics(document, evaluation.candidates);
    evaluation.difference = readDifference(document);
    for (const std::string &note : document.value("notes", std::vector<std::string>()))
        evaluation.notes.push_back(text(note));
    evaluation.data = readData(document);
    if (evaluation.task == classificationTask)
        evaluation.dataFile = document.value("data", Json::object()).value("data", std::string());
    if (evaluation.task == binningTask)
        evaluation.sequences =
            document.value("data", Json::object()).value("sequences", std::string());
    evaluation.isRegression =
        evaluation.task == classificationTask && document.contains("regression");
    evaluation.provenance = readOptions(document, evaluation.task);
    const Json provenance = document.value("provenance", Json::object());
    evaluation.command = text(provenance.value("command", std::string()));
    if (const auto seeds = provenance.find("seeds"); seeds != provenance.end() && seeds->is_array())
        evaluation.seedCount = seeds->size();
}

TsvTable tableIn(const Path &folder, const char *name)
{
    return std::filesystem::exists(folder / name) ? readTsv(folder / name) : TsvTable{};
}

// A table that is there begins with these columns. Throws InputError.
void requireColumns(const TsvTable &table, const std::vector<std::string> &columns,
                    const Path &file)
{
    if (table.columns.empty())
        return;
    const bool fits = table.columns.size() >= columns.size() &&
                      std::equal(columns.begin(), columns.end(), table.columns.begin());
    if (!fits)
        throw InputError("has other columns than a result of this task", {.file = file},
                         "results come from helicase evaluate");
}

} // namespace

int ShownMetric::decimals() const
{
    switch (kind) {
    case MetricKind::Share:
        return 1;
    case MetricKind::Count:
        return 0;
    case MetricKind::Plain:
        return 3;
    }
    return 3;
}

const ShownCandidate *StoredEvaluation::candidate(const std::string &candidateName) const
{
    const auto found = std::ranges::find(candidates, candidateName, &ShownCandidate::name);
    return found == candidates.end() ? nullptr : &*found;
}

std::optional<PredictionSource>
StoredEvaluation::predictionsOf(const std::string &candidateName) const
{
    const ShownCandidate *shown = candidate(candidateName);
    if (task != classificationTask || shown == nullptr)
        return std::nullopt;
    return PredictionSource{.name = shown->label,
                            .predictions = folder / ("predictions_" + candidateName + ".tsv"),
                            .dataFile = dataFile,
                            .kind =
                                isRegression ? PredictionKind::Values : PredictionKind::Classes};
}

bool StoredEvaluation::hasSavableBins() const
{
    return task == binningTask && !assignments.rows.empty();
}

QString StoredEvaluation::title() const
{
    return isRegression ? QCoreApplication::translate("evaluate", "Regression") : titleOfTask(task);
}

QString titleOfTask(const std::string &task)
{
    if (task == "binning")
        return QCoreApplication::translate("evaluate", "Binning");
    if (task == "bins")
        return QCoreApplication::translate("evaluate", "Bins made elsewhere");
    if (task == "clustering")
        return QCoreApplication::translate("evaluate", "Clustering");
    if (task == "few-shot")
        return QCoreApplication::translate("evaluate", "Few-shot classification");
    if (task == "binding")
        return QCoreApplication::translate("evaluate", "TF binding");
    if (task == classificationTask)
        return QCoreApplication::translate("evaluate", "Classification");
    return readable(task);
}

std::shared_ptr<const StoredEvaluation> loadEvaluation(const Path &folder)
{
    auto evaluation = std::make_shared<StoredEvaluation>();
    evaluation->folder = folder;
    const Path file = folder / "metrics.json";
    const Json document = readJsonFile(file);
    try {
        takeDocument(document, *evaluation);
    } catch (const Json::exception &) {
        throw InputError("is no result of an evaluation", {.file = file},
                         "results come from helicase evaluate");
    }
    evaluation->bins = tableIn(folder, "bins.tsv");
    evaluation->assignments = tableIn(folder, "assignments.tsv");
    evaluation->recovered = tableIn(folder, "recovered.tsv");
    evaluation->learningCurve = tableIn(folder, "learning_curve.tsv");
    requireColumns(evaluation->learningCurve, {"candidate", "shots", "macro_f1", "low", "high"},
                   folder / "learning_curve.tsv");
    if (evaluation->task == bindingTask)
        evaluation->predictions = tableIn(folder, "predictions.tsv");
    return evaluation;
}

std::vector<EvaluationEntry> findEvaluations(const Path &projectFolder)
{
    std::vector<EvaluationEntry> entries;
    std::error_code missing;
    for (const auto &entry :
         std::filesystem::directory_iterator(projectFolder / "evaluations", missing)) {
        const Path file = entry.path() / "metrics.json";
        if (!std::filesystem::exists(file))
            continue;
        try {
            const Json document = readJsonFile(file);
            entries.push_back({.folder = entry.path(),
                               .task = document.value("task", std::string()),
                               .finished = document.value("finished", 0.0)});
        } catch (const InputError &) {
            continue; // said when it is opened; the list goes on
        } catch (const Json::exception &) {
            continue;
        }
    }
    std::erase_if(entries, [](const EvaluationEntry &entry) { return entry.task.empty(); });
    std::ranges::sort(entries, std::greater(), [](const EvaluationEntry &entry) {
        return std::pair(entry.finished, entry.folder);
    });
    return entries;
}

} // namespace helicase
