#include "core/neural/evaluate/evaluate_classification.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/evaluate/classification_summary.h"
#include "core/neural/evaluate/classifier_baseline.h"
#include "core/neural/model/model_location.h"
#include "core/neural/predict/sequence_predictor.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

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

// A second "best" becomes "best-2".
std::string uniqueName(const std::string &name, std::set<std::string> &used)
{
    std::string unique = name;
    for (int number = 2; !used.insert(unique).second; ++number)
        unique = name + '-' + std::to_string(number);
    return unique;
}

SequencePredictor openClassifier(const std::filesystem::path &model)
{
    SequencePredictor predictor(model);
    if (predictor.isRegression())
        throw InputError("is a regression, not a classifier", {.file = model},
                         "its scores are in results/metrics.json of its run");
    return predictor;
}

std::vector<Judged> judgeModels(const ClassificationEvaluation &evaluation,
                                const ClassificationSet &set, std::vector<std::string> &notes,
                                Progress &progress, const std::stop_token &stop)
{
    std::vector<SequencePredictor> predictors;
    for (const std::filesystem::path &model : evaluation.models) {
        predictors.push_back(openClassifier(model));
        ClassList(predictors.back().classes()).numbersOf(set); // before the long part
    }
    std::vector<Judged> judged;
    std::set<std::string> used;
    for (size_t i = 0; i < predictors.size(); ++i) {
        SequencePredictor &predictor = predictors[i];
        const std::string name = uniqueName(modelName(evaluation.models[i]), used);
        Matrix probabilities = predictor.predict(set, progress, stop);
        PredictionTable table = tableOf(set, predictor.classes(), std::move(probabilities));
        judged.push_back(judge(name, name, CandidateKind::Model, std::move(table)));
        judged.back().candidate.details["path"] = evaluation.models[i].string();
        if (const int64_t cut = predictor.truncated(); cut > 0)
            notes.push_back(name + " looks at the first " + grouped(predictor.maximumTokens()) +
                            " tokens of " + grouped(cut) +
                            (cut == 1 ? " sequence that is" : " sequences that are") + " longer.");
    }
    return judged;
}

std::vector<Judged> judgeBaselines(const ClassificationEvaluation &evaluation,
                                   const ClassificationSet &set, std::vector<std::string> &notes)
{
    std::vector<Judged> judged;
    if (evaluation.baselines.empty())
        return judged;
    if (evaluation.training.empty()) {
        notes.push_back("No baseline is shown: the training split is not known.");
        return judged;
    }
    const ClassificationSet training = readClassificationSet(evaluation.training);
    if (training.isPaired != set.isPaired)
        throw InputError("holds pairs where the other file holds single sequences, or the other "
                         "way round",
                         {.file = training.file}, "name the training split of the same task");
    const ClassList classes = ClassList::of(training);
    const std::vector<int64_t> numbers = classes.numbersOf(training);
    for (const std::string &name : evaluation.baselines) {
        Matrix probabilities = predictBaseline(name, training, numbers, classes.size(), set);
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
    EvaluationResult result{.task = "classify", .definitions = classificationDefinitions()};
    std::vector<Judged> candidates = judgeModels(evaluation, set, result.notes, progress, stop);
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
