#include "core/neural/evaluate/evaluate_regression.h"

#include "core/evaluate/value_predictions.h"
#include "core/neural/evaluate/value_baseline.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

struct JudgedValues {
    CandidateScores candidate;
    ValuePredictions predictions;
};

// The examples with their measured values; nothing is predicted yet.
ValuePredictions measuredOf(const ClassificationSet &set)
{
    ValuePredictions measured{.measured = valuesOf(set)};
    for (const ClassificationExample &example : set.examples)
        measured.lines.push_back(example.line);
    return measured;
}

JudgedValues judgeValues(std::string name, std::string label, CandidateKind kind,
                         ValuePredictions predictions)
{
    JudgedValues judged{
        .candidate = {.name = std::move(name), .label = std::move(label), .kind = kind},
        .predictions = std::move(predictions)};
    for (const auto &[metric, value] : valueScores(judged.predictions).values())
        if (!std::isnan(value))
            judged.candidate.metrics[metric] = {.mean = value};
    judged.candidate.details["regression"] = describe(judged.predictions);
    return judged;
}

// A model without a correlation (it says the same of all) comes last.
double pearsonOf(const JudgedValues &judged)
{
    const auto found = judged.candidate.metrics.find("pearson");
    return found == judged.candidate.metrics.end() ? -INFINITY : found->second.mean;
}

} // namespace

std::vector<MetricDefinition> regressionDefinitions()
{
    return {{.key = "pearson",
             .label = "Pearson r",
             .formula = "cov(x, y) / (sd x · sd y) of measured and predicted values, -1 to 1; 0 is "
                        "chance"},
            {.key = "spearman",
             .label = "Spearman rho",
             .formula = "Pearson r of the ranks, equal values sharing their mean rank; -1 to 1"},
            {.key = "mean_squared_error",
             .label = "Mean squared error",
             .formula = "Mean of (predicted - measured)^2, in the unit of the labels squared",
             .better = BetterWhen::Lower}};
}

EvaluationResult evaluateRegression(const ClassificationEvaluation &evaluation,
                                    const ClassificationSet &set,
                                    std::vector<NamedPredictor> &models,
                                    const std::filesystem::path &folder, Progress &progress,
                                    const std::stop_token &stop)
{
    EvaluationResult result{.task = "classify", .definitions = regressionDefinitions()};
    const ValuePredictions measured = measuredOf(set); // before the long part
    const auto training = trainingSplit(evaluation, set, result.notes);
    const std::vector<double> known = training ? valuesOf(*training) : std::vector<double>();
    std::vector<JudgedValues> candidates;
    for (NamedPredictor &model : models) {
        const Matrix outputs = predictAll(model, set, result.notes, progress, stop);
        ValuePredictions predictions = measured;
        for (int64_t row = 0; row < outputs.rows(); ++row)
            predictions.predicted.push_back(outputs(row, 0));
        candidates.push_back(
            judgeValues(model.name, model.name, CandidateKind::Model, std::move(predictions)));
        candidates.back().candidate.details["path"] = model.path.string();
    }
    const JudgedValues best = *std::ranges::max_element(candidates, {}, pearsonOf);
    if (training)
        for (const std::string &name : evaluation.baselines) {
            ValuePredictions predictions = measured;
            predictions.predicted = predictValues(name, *training, known, set);
            candidates.push_back(judgeValues(name, valueBaselineLabel(name),
                                             CandidateKind::Baseline, std::move(predictions)));
        }
    for (const JudgedValues &judged : candidates) {
        writeValuePredictions(folder / ("predictions_" + judged.candidate.name + ".tsv"),
                              judged.predictions);
        result.candidates.push_back(judged.candidate);
    }
    writeValuePredictions(folder / "predictions.tsv", best.predictions);
    result.data = {{"data", evaluation.data.string()},
                   {"training", evaluation.training.string()},
                   {"examples", set.examples.size()},
                   {"paired", set.isPaired}};
    result.provenance = {{"command", evaluation.commandLine}, {"version", evaluation.version}};
    result.more["regression"] = best.candidate.details["regression"];
    result.more["regression"]["candidate"] = best.candidate.name;
    writeResult(folder, result);
    return result;
}

} // namespace helicase
