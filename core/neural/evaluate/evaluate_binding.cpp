#include "core/neural/evaluate/evaluate_binding.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/binding_set.h"
#include "core/dataset/window_places.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/evaluate/binding_scores.h"
#include "core/neural/evaluate/binding_tables.h"
#include "core/neural/model/model_location.h"
#include "core/neural/predict/binding_predictor.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <set>

namespace helicase {

namespace {

struct Predicted {
    CandidateScores candidate;
    Matrix scores; // [windows, bases]
};

// The windows that are scored, and the mean score of those that are not.
struct ScoredWindows {
    std::vector<std::string> names;
    std::vector<std::string> sequences;
    Matrix measured;
    double meanOfOthers = 0;
    std::optional<WindowLeakage> leakage; // towards the others
};

std::vector<BindingPredictor> loadPredictors(const BindingEvaluation &evaluation)
{
    std::vector<BindingPredictor> predictors;
    for (const std::filesystem::path &model : evaluation.models)
        predictors.push_back(BindingPredictor::load(model));
    return predictors;
}

std::vector<int64_t> everyRow(const BindingSet &set)
{
    std::vector<int64_t> rows(static_cast<size_t>(set.windows()));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

// Rows that every run kept away from its training.
std::vector<int64_t> heldOutRows(const BindingSet &set, const BindingEvaluation &evaluation,
                                 std::span<const BindingPredictor> predictors)
{
    std::vector<int64_t> rows = everyRow(set);
    for (size_t i = 0; i < predictors.size(); ++i) {
        const std::set<std::string> names(predictors[i].heldOut().begin(),
                                          predictors[i].heldOut().end());
        if (names.empty())
            throw InputError("this model does not tell which windows it was not trained on",
                             {.file = evaluation.models[i]}, "score every window: --windows all");
        std::erase_if(rows, [&](int64_t row) {
            return !names.contains(set.names[static_cast<size_t>(row)]);
        });
    }
    if (rows.empty())
        throw InputError("no window of this file was held out by every run",
                         {.file = evaluation.sequences},
                         "the runs were trained on other windows; score every one: --windows all");
    return rows;
}

double meanScore(const BindingSet &set, std::span<const int64_t> rows)
{
    double sum = 0;
    for (const int64_t row : rows)
        for (const float score : set.scores.row(row))
            sum += score;
    return sum / static_cast<double>(std::ssize(rows) * set.windowLength());
}

ScoredWindows select(const BindingSet &set, std::span<const int64_t> rows)
{
    ScoredWindows windows{.measured = selectRows(set.scores, rows)};
    for (const int64_t row : rows) {
        windows.names.push_back(set.names[static_cast<size_t>(row)]);
        windows.sequences.push_back(set.sequences[static_cast<size_t>(row)]);
    }
    const std::vector<int64_t> all = everyRow(set);
    std::vector<int64_t> others;
    std::ranges::set_difference(all, rows, std::back_inserter(others));
    windows.leakage = leakageOf(set.names, others, rows);
    windows.meanOfOthers = meanScore(set, others.empty() ? all : others);
    return windows;
}

Predicted predictWith(BindingPredictor &predictor, const std::filesystem::path &model,
                      const ScoredWindows &windows)
{
    const bool isBaseline = predictor.backbone() == BindingBackbone::OneHot;
    const std::string name = modelName(model);
    Predicted predicted;
    predicted.scores = predictor.predict(windows.sequences);
    predicted.candidate = {.name = name,
                           .label = isBaseline ? name + ", one-hot CNN" : name,
                           .kind = isBaseline ? CandidateKind::Baseline : CandidateKind::Model,
                           .details = {{"path", model.string()}}};
    return predicted;
}

Predicted predictMean(const ScoredWindows &windows)
{
    Predicted predicted{.candidate = {.name = "mean",
                                      .label = "Mean score everywhere",
                                      .kind = CandidateKind::Baseline},
                        .scores = Matrix(windows.measured.rows(), windows.measured.columns())};
    for (int64_t i = 0; i < predicted.scores.rows(); ++i)
        std::ranges::fill(predicted.scores.row(i), static_cast<float>(windows.meanOfOthers));
    return predicted;
}

void refuseUnknownBaselines(const BindingEvaluation &evaluation)
{
    for (const std::string &name : evaluation.baselines)
        if (name != "mean")
            throw OptionError("baseline", printable(name) + " is no baseline of binding",
                              "the only one is mean");
}

// Windows with a motif, spread over the set; without any, the first ones.
std::vector<int64_t> windowsToShow(const ScoredWindows &windows, int64_t count)
{
    std::vector<int64_t> candidates;
    for (int64_t i = 0; i < windows.measured.rows(); ++i)
        if (std::ranges::any_of(windows.measured.row(i), [](float score) { return score > 0; }))
            candidates.push_back(i);
    if (candidates.empty()) {
        candidates.resize(windows.names.size());
        std::iota(candidates.begin(), candidates.end(), 0);
    }
    const int64_t shown = std::min(count, std::ssize(candidates));
    std::vector<int64_t> chosen;
    for (int64_t k = 0; k < shown; ++k)
        chosen.push_back(candidates[static_cast<size_t>(k * std::ssize(candidates) / shown)]);
    return chosen;
}

std::string scoreText(float score)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", static_cast<double>(score));
    return text;
}

void writePredictions(const std::filesystem::path &file, const ScoredWindows &windows,
                      std::span<const Predicted> predictions, int64_t count)
{
    TsvTable table{.columns = {"window", "position", "measured"}};
    for (const Predicted &predicted : predictions)
        table.columns.push_back(predicted.candidate.name);
    for (const int64_t window : windowsToShow(windows, count))
        for (int64_t base = 0; base < windows.measured.columns(); ++base) {
            auto &row = table.rows.emplace_back(
                std::vector{windows.names[static_cast<size_t>(window)], std::to_string(base + 1),
                            scoreText(windows.measured(window, base))});
            for (const Predicted &predicted : predictions)
                row.push_back(scoreText(predicted.scores(window, base)));
        }
    writeTsv(file, table);
}

std::vector<NamedPrediction> named(std::span<const Predicted> predictions)
{
    std::vector<NamedPrediction> list;
    for (const Predicted &predicted : predictions)
        list.push_back({predicted.candidate.name, &predicted.scores});
    return list;
}

// Two candidates of one name would share a column.
void refuseNamesakes(const BindingEvaluation &evaluation)
{
    std::set<std::string> names(evaluation.baselines.begin(), evaluation.baselines.end());
    names.insert("measured");
    for (const std::filesystem::path &model : evaluation.models)
        if (!names.insert(modelName(model)).second)
            throw OptionError("model", "two candidates are called " + printable(modelName(model)),
                              "rename one of the folders");
}

EvaluationResult resultOf(const BindingEvaluation &evaluation, const BindingSet &set,
                          const ScoredWindows &windows, std::span<const Predicted> predictions)
{
    EvaluationResult result{.task = "binding", .definitions = bindingDefinitions()};
    for (const Predicted &predicted : predictions) {
        result.candidates.push_back(predicted.candidate);
        result.candidates.back().metrics = scoreBinding(predicted.scores, windows.measured);
    }
    const bool heldOut = evaluation.windows == BindingWindows::HeldOut;
    result.notes.push_back(grouped(std::ssize(windows.names)) + " of " + grouped(set.windows()) +
                           (heldOut ? " windows are scored; no run was trained on them."
                                    : " windows are scored; runs were trained on some of them."));
    if (heldOut && windows.leakage)
        result.notes.push_back(windows.leakage->text() + ".");
    if (set.mapped > 0)
        result.notes.push_back(grouped(set.mapped) +
                               " letters that are no nucleotide codes became N.");
    result.data = {{"sequences", evaluation.sequences.string()},
                   {"scores", evaluation.scores.string()},
                   {"windows", windows.names.size()},
                   {"windows_in_file", set.windows()},
                   {"bases_per_window", set.windowLength()}};
    result.provenance = {{"command", evaluation.commandLine},
                         {"version", evaluation.version},
                         {"windows", heldOut ? "held-out" : "all"}};
    return result;
}

} // namespace

EvaluationResult evaluateBinding(const BindingEvaluation &evaluation,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop)
{
    refuseUnknownBaselines(evaluation);
    refuseNamesakes(evaluation);
    std::vector<BindingPredictor> predictors = loadPredictors(evaluation);
    const BindingSet set =
        readBindingSet(evaluation.sequences, evaluation.scores, evaluation.letters);
    const std::vector<int64_t> rows = evaluation.windows == BindingWindows::All
                                          ? everyRow(set)
                                          : heldOutRows(set, evaluation, predictors);
    const ScoredWindows windows = select(set, rows);
    std::vector<Predicted> predictions;
    for (size_t i = 0; i < predictors.size(); ++i) {
        throwIfStopped(stop);
        progress.update(static_cast<int64_t>(i), std::ssize(predictors), "predicting binding");
        predictions.push_back(predictWith(predictors[i], evaluation.models[i], windows));
    }
    if (!evaluation.baselines.empty())
        predictions.push_back(predictMean(windows));

    const EvaluationResult result = resultOf(evaluation, set, windows, predictions);
    writePredictions(folder / "predictions.tsv", windows, predictions, evaluation.shown);
    const std::vector<NamedPrediction> all = named(predictions);
    writeWindowErrors(folder / "windows.tsv", windows.names, windows.measured, all);
    writeAllPredictions(folder / "predictions.safetensors", windows.names, windows.measured, all);
    writeResult(folder, result);
    return result;
}

} // namespace helicase
