#include "core/neural/evaluate/evaluation_result.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/tsv.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace helicase {

namespace {

constexpr const char *minus = "\u2212";

std::string fixed(double value, int decimals)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

double shown(const MetricDefinition &definition, double value)
{
    return definition.scale == MetricScale::Share ? 100 * value : value;
}

int decimalsOf(const MetricDefinition &definition)
{
    switch (definition.scale) {
    case MetricScale::Share:
        return 1;
    case MetricScale::Count:
        return 0;
    case MetricScale::Plain:
        break;
    }
    return 3;
}

std::string cell(const MetricDefinition &definition, const CandidateScores &candidate)
{
    const auto found = candidate.metrics.find(definition.key);
    if (found == candidate.metrics.end())
        return "-";
    std::string text = fixed(shown(definition, found->second.mean), decimalsOf(definition));
    if (found->second.deviation > 0)
        text += " ±" + fixed(shown(definition, found->second.deviation), decimalsOf(definition));
    return text;
}

std::string signedCell(const MetricDefinition &definition, const nlohmann::json &differences)
{
    if (!differences.contains(definition.key))
        return "-";
    const double value = shown(definition, differences.at(definition.key).get<double>());
    const std::string size = fixed(std::abs(value), decimalsOf(definition));
    return (value < 0 ? minus : "+") + size;
}

// The best candidate of a kind by the first metric; null when no candidate of the kind has it.
const CandidateScores *best(const EvaluationResult &result, CandidateKind kind)
{
    const MetricDefinition &decisive = result.definitions.front();
    const double direction = decisive.better == BetterWhen::Higher ? 1 : -1;
    const CandidateScores *winner = nullptr;
    double highest = -INFINITY;
    for (const CandidateScores &candidate : result.candidates) {
        const auto found = candidate.metrics.find(decisive.key);
        if (candidate.kind != kind || found == candidate.metrics.end() ||
            direction * found->second.mean <= highest)
            continue;
        highest = direction * found->second.mean;
        winner = &candidate;
    }
    return winner;
}

std::string sentenceOf(const MetricDefinition &decisive, double difference,
                       const CandidateScores &baseline)
{
    const std::string size = fixed(std::abs(shown(decisive, difference)), decimalsOf(decisive));
    if (fixed(0, decimalsOf(decisive)) == size)
        return "The model equals the best baseline (" + baseline.label + ") in " + decisive.label +
               ".";
    return "The model is " + size + " " + decisive.label + (difference < 0 ? " below" : " above") +
           " the best baseline (" + baseline.label + ").";
}

nlohmann::json toJson(const CandidateScores &candidate)
{
    nlohmann::json metrics = nlohmann::json::object();
    for (const auto &[key, value] : candidate.metrics) {
        metrics[key] = {{"mean", value.mean}, {"sd", value.deviation}};
        if (value.interval)
            metrics[key].update({{"low", value.interval->low}, {"high", value.interval->high}});
    }
    return {{"name", candidate.name},
            {"label", candidate.label},
            {"kind", candidate.kind == CandidateKind::Model ? "model" : "baseline"},
            {"metrics", metrics},
            {"details", candidate.details}};
}

nlohmann::json toJson(const MetricDefinition &definition)
{
    const char *scale = definition.scale == MetricScale::Share   ? "share"
                        : definition.scale == MetricScale::Count ? "count"
                                                                 : "plain";
    return {{"label", definition.label},
            {"formula", definition.formula},
            {"better", definition.better == BetterWhen::Higher ? "higher" : "lower"},
            {"scale", scale}};
}

TsvTable summaryTable(const EvaluationResult &result, const nlohmann::json &difference)
{
    TsvTable table{.columns = {"Candidate"}};
    for (const MetricDefinition &definition : result.definitions)
        table.columns.push_back(definition.label);
    for (const CandidateScores &candidate : result.candidates) {
        auto &row = table.rows.emplace_back(std::vector{candidate.label});
        for (const MetricDefinition &definition : result.definitions)
            row.push_back(cell(definition, candidate));
    }
    if (difference.is_null())
        return table;
    auto &row =
        table.rows.emplace_back(std::vector{std::string("Model ") + minus + " best baseline"});
    for (const MetricDefinition &definition : result.definitions)
        row.push_back(signedCell(definition, difference.at("metrics")));
    return table;
}

// One row per candidate and metric with an interval, in the scale that is shown.
TsvTable intervalTable(const EvaluationResult &result)
{
    TsvTable table{.columns = {"candidate", "metric", "mean", "low", "high"}};
    for (const CandidateScores &candidate : result.candidates)
        for (const MetricDefinition &definition : result.definitions) {
            const auto found = candidate.metrics.find(definition.key);
            if (found == candidate.metrics.end() || !found->second.interval)
                continue;
            auto &row = table.rows.emplace_back(std::vector{candidate.label, definition.label});
            for (const double value :
                 {found->second.mean, found->second.interval->low, found->second.interval->high})
                row.push_back(fixed(shown(definition, value), decimalsOf(definition)));
        }
    return table;
}

} // namespace

MeanAndDeviation summarize(std::span<const double> values)
{
    if (values.empty())
        throw Error("there are no values to summarize");
    const auto count = static_cast<double>(values.size());
    MeanAndDeviation summary;
    for (const double value : values)
        summary.mean += value / count;
    double squares = 0;
    for (const double value : values)
        squares += (value - summary.mean) * (value - summary.mean);
    if (values.size() > 1)
        summary.deviation = std::sqrt(squares / (count - 1));
    return summary;
}

nlohmann::json differenceFromBaseline(const EvaluationResult &result)
{
    const CandidateScores *model = best(result, CandidateKind::Model);
    const CandidateScores *baseline = best(result, CandidateKind::Baseline);
    if (!model || !baseline)
        return nullptr;
    nlohmann::json metrics = nlohmann::json::object();
    for (const auto &[key, value] : model->metrics)
        if (const auto other = baseline->metrics.find(key); other != baseline->metrics.end())
            metrics[key] = value.mean - other->second.mean;
    const MetricDefinition &decisive = result.definitions.front();
    return {{"model", model->name},
            {"baseline", baseline->name},
            {"metrics", metrics},
            {"sentence", sentenceOf(decisive, metrics.at(decisive.key), *baseline)}};
}

void writeResult(const std::filesystem::path &folder, const EvaluationResult &result)
{
    const nlohmann::json difference = differenceFromBaseline(result);
    writeTsv(folder / "summary.tsv", summaryTable(result, difference));
    if (const TsvTable intervals = intervalTable(result); !intervals.rows.empty())
        writeTsv(folder / "intervals.tsv", intervals);
    nlohmann::json candidates = nlohmann::json::array();
    for (const CandidateScores &candidate : result.candidates)
        candidates.push_back(toJson(candidate));
    nlohmann::json definitions = nlohmann::json::object();
    nlohmann::json order = nlohmann::json::array();
    for (const MetricDefinition &definition : result.definitions) {
        definitions[definition.key] = toJson(definition);
        order.push_back(definition.key);
    }
    nlohmann::json document{
        {"task", result.task},   {"finished", static_cast<int64_t>(std::time(nullptr))},
        {"data", result.data},   {"candidates", candidates},
        {"metric_order", order}, {"definitions", definitions},
        {"notes", result.notes}, {"provenance", result.provenance}};
    document.update(result.more);
    if (!difference.is_null())
        document["difference"] = difference;
    writeJsonFile(folder / "metrics.json", document);
}

std::string summaryText(const EvaluationResult &result)
{
    return alignedText(summaryTable(result, differenceFromBaseline(result)));
}

} // namespace helicase
