#include "core/neural/evaluate/evaluate_classification.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/evaluate/classification_summary.h"
#include "core/neural/evaluate/classifier_baseline.h"
#include "core/neural/evaluate/evaluate_regression.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace helicase {

namespace {

struct Judged {
    CandidateScores candidate;
    PredictionTable predictions;
};

PredictionTable tableOf(const ClassificationSet &set, std::vector<std::string> classes,
                        Matrix probabilities)
{
    PredictionTable table{.classes = std::move(classes)};
    table.truth = ClassList(table.classes).numbersOf(set);
    for (const ClassificationExample &example : set.examples)
        table.lines.push_back(example.line);
    table.probabilities = std::move(probabilities);
    predictLargest(table);
    return table;
}

Judged judge(std::string name, std::string label, CandidateKind kind, PredictionTable predictions)
{
    Judged judged{.candidate = {.name = std::move(name), .label = std::move(label), .kind = kind},
                  .predictions = std::move(predictions)};
    for (const auto &[metric, value] : summarize(judged.predictions).values())
        if (!std::isnan(value))
            judged.candidate.metrics[metric] = {.mean = value};
    judged.candidate.details["classification"] = describe(judged.predictions);
    return judged;
}

std::vector<Judged> judgeModels(std::vector<NamedPredictor> &models, const ClassificationSet &set,
                                std::vector<std::string> &notes, Progress &progress,
                                const std::stop_token &stop)
{
    for (const NamedPredictor &model : models)
        ClassList(model.predictor.classes()).numbersOf(set); // before the long part
    std::vector<Judged> judged;
    for (NamedPredictor &model : models) {
        Matrix probabilities = predictAll(model, set, notes, progress, stop);
        PredictionTable table = tableOf(set, model.predictor.classes(), std::move(probabilities));
        judged.push_back(judge(model.name, model.name, CandidateKind::Model, std::move(table)));
        judged.back().candidate.details["path"] = model.path.string();
    }
    return judged;
}

std::vector<Judged> judgeBaselines(const ClassificationEvaluation &evaluation,
                                   const ClassificationSet &set, std::vector<std::string> &notes)
{
    const auto training = trainingSplit(evaluation, set, notes);
    std::vector<Judged> judged;
    if (!training)
        return judged;
    const ClassList classes = ClassList::of(*training);
    const std::vector<int64_t> numbers = classes.numbersOf(*training);
    for (const std::string &name : evaluation.baselines) {
        Matrix probabilities = predictBaseline(name, *training, numbers, classes.size(), set);
        PredictionTable table = tableOf(set, classes.names(), std::move(probabilities));
        judged.push_back(
            judge(name, classifierBaselineLabel(name), CandidateKind::Baseline, std::move(table)));
    }
    return judged;
}

void addCurves(TsvTable &table, const Judged &judged)
{
    const PredictionTable &predictions = judged.predictions;
    const auto classes = static_cast<int64_t>(predictions.classes.size());
    // Of two classes the second one says all.
    for (int64_t number = classes == 2 ? 1 : 0; number < classes; ++number)
        for (const RankingPoint &point : rankingOfClass(predictions, number).roc)
            table.rows.push_back({judged.candidate.name,
                                  predictions.classes[static_cast<size_t>(number)],
                                  formatReal(point.x), formatReal(point.y)});
}

void writeTables(const std::filesystem::path &folder, const std::vector<Judged> &candidates,
                 const Judged &best)
{
    TsvTable curves{.columns = {"candidate", "class", "false_positive_rate", "true_positive_rate"}};
    for (const Judged &judged : candidates) {
        writePredictions(folder / ("predictions_" + judged.candidate.name + ".tsv"),
                         judged.predictions);
        addCurves(curves, judged);
    }
    writePredictions(folder / "predictions.tsv", best.predictions);
    writeTsv(folder / "roc.tsv", curves);
}

nlohmann::json describeData(const ClassificationEvaluation &evaluation,
                            const ClassificationSet &set)
{
    std::map<std::string, int64_t> counts;
    for (const ClassificationExample &example : set.examples)
        ++counts[example.label];
    return {{"data", evaluation.data.string()},
            {"training", evaluation.training.string()},
            {"examples", set.examples.size()},
            {"paired", set.isPaired},
            {"labels", counts}};
}

} // namespace

std::vector<MetricDefinition> classificationDefinitions()
{
    const MetricScale share = MetricScale::Share;
    return {{.key = "matthews_correlation",
             .label = "MCC",
             .formula = "Matthews correlation of true and predicted classes (Gorodkin 2004), -1 to "
                        "1; 0 is chance"},
            {.key = "accuracy",
             .label = "Accuracy (%)",
             .formula = "Share of examples whose class is predicted",
             .scale = share},
            {.key = "f1",
             .label = "F1 (%)",
             .formula = "Harmonic mean of precision and recall, mean over the classes",
             .scale = share},
            {.key = "precision",
             .label = "Precision (%)",
             .formula = "Share of the predictions of a class that are right, mean over the classes",
             .scale = share},
            {.key = "recall",
             .label = "Recall (%)",
             .formula = "Share of the examples of a class that are found, mean over the classes",
             .scale = share},
            {.key = "auroc",
             .label = "AUROC",
             .formula = "Area under the ROC curve; of more than two classes the mean of each "
                        "against all others"}};
}

EvaluationResult evaluateClassification(const ClassificationEvaluation &evaluation,
                                        const std::filesystem::path &folder, Progress &progress,
                                        std::stop_token stop)
{
    if (evaluation.models.empty())
        throw OptionError("model", "there is no model to evaluate", "name a run of train classify");
    for (const std::string &name : evaluation.baselines)
        classifierBaselineLabel(name); // refuses an unknown name before anything is read
    const ClassificationSet set = readClassificationSet(evaluation.data);
    std::vector<NamedPredictor> models = openPredictors(evaluation.models);
    if (models.front().predictor.isRegression())
        return evaluateRegression(evaluation, set, models, folder, progress, stop);
    EvaluationResult result{.task = "classify", .definitions = classificationDefinitions()};
    std::vector<Judged> candidates = judgeModels(models, set, result.notes, progress, stop);
    const auto best = std::ranges::max_element(candidates, {}, [](const Judged &judged) {
        return judged.candidate.metrics.at("matthews_correlation").mean;
    });
    const Judged bestModel = *best;
    std::ranges::move(judgeBaselines(evaluation, set, result.notes),
                      std::back_inserter(candidates));
    for (const Judged &judged : candidates)
        result.candidates.push_back(judged.candidate);
    result.data = describeData(evaluation, set);
    result.provenance = {{"command", evaluation.commandLine}, {"version", evaluation.version}};
    result.more["classification"] = bestModel.candidate.details["classification"];
    result.more["classification"]["candidate"] = bestModel.candidate.name;
    writeTables(folder, candidates, bestModel);
    writeResult(folder, result);
    return result;
}

} // namespace helicase
