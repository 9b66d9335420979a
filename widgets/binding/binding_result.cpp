#include "widgets/binding/binding_result.h"

#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/evaluate/score_metrics.h"
#include "core/run/run_folder.h"
#include "widgets/binding/score_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr const char *measuredTensor = "measured";

std::vector<std::string> windowsOf(const SafetensorsFile &input, const std::filesystem::path &file)
{
    const auto text = input.metadata().find("ids");
    if (text == input.metadata().end())
        throw InputError("the metadata have no names of windows", {.file = file},
                         "evaluate the runs again");
    const nlohmann::json list = parseJson(text->second, file);
    if (!list.is_array() ||
        !std::ranges::all_of(list, [](const auto &id) { return id.is_string(); }))
        throw InputError("the names of windows are no list of texts", {.file = file});
    return list.get<std::vector<std::string>>();
}

// Nothing for a cell that says that the figure is undefined.
std::optional<double> numberIn(const std::string &cell, const std::filesystem::path &file,
                               int64_t line)
{
    if (cell.empty())
        return std::nullopt;
    const std::optional<double> value = parseReal(cell);
    if (!value)
        throw InputError("\"" + cell + "\" is no number", {.file = file, .line = line});
    return value;
}

int columnOf(const TsvTable &table, const std::string &name, const std::filesystem::path &file)
{
    const int column = table.column(name);
    if (column < 0)
        throw InputError("the column " + name + " is missing", {.file = file},
                         "evaluate the runs again");
    return column;
}

void readFits(BindingResult &result, const std::filesystem::path &file)
{
    const TsvTable table = readTsv(file);
    const auto window = static_cast<size_t>(columnOf(table, "window", file));
    if (table.rows.size() != result.windows.size())
        throw InputError("found " + std::to_string(table.rows.size()) +
                             " windows, predictions of " + std::to_string(result.windows.size()),
                         {.file = file}, "evaluate the runs again");
    for (const std::string &candidate : result.candidates) {
        const auto error = static_cast<size_t>(columnOf(table, candidate + ".mse", file));
        const auto r = static_cast<size_t>(columnOf(table, candidate + ".r", file));
        std::vector<WindowFit> &fits = result.fits[candidate];
        fits.resize(result.windows.size());
        for (size_t i = 0; i < table.rows.size(); ++i) {
            const auto line = static_cast<int64_t>(i) + 2;
            const int64_t row = result.rowOf(table.rows[i][window]);
            if (row < 0)
                throw InputError("no predictions of window " + table.rows[i][window],
                                 {.file = file, .line = line}, "evaluate the runs again");
            fits[static_cast<size_t>(row)] = {
                .error = numberIn(table.rows[i][error], file, line).value_or(0),
                .r = numberIn(table.rows[i][r], file, line)};
        }
    }
}

void readDensities(BindingResult &result)
{
    const int64_t all = std::ssize(result.windows) * result.bases;
    const std::vector<float> measured = scoresAt(result.predictions->at(measuredTensor), 0, all);
    for (const std::string &candidate : result.candidates)
        result.densities.emplace(
            candidate, densityOf(measured, scoresAt(result.predictions->at(candidate), 0, all)));
}

// A run that is gone or malformed has no training time; Runs tells of it.
void readTrainings(BindingResult &result, const std::filesystem::path &project)
{
    for (const std::string &candidate : result.candidates) {
        const std::filesystem::path folder = project / "runs" / candidate;
        if (!std::filesystem::exists(RunFolder(folder).description()))
            continue;
        try {
            const RunSummary run = summarizeRun(folder);
            result.trainings[candidate] = {.folder = folder.string(),
                                           .seconds = run.duration(run.lastEvent),
                                           .steps = run.step};
        } catch (const Error &) {
            continue;
        }
    }
}

} // namespace

ScoreDensity densityOf(std::span<const float> measured, std::span<const float> predicted)
{
    ScoreDensity density;
    density.bases = static_cast<int64_t>(measured.size());
    density.counts.assign(size_t{ScoreDensity::bins} * ScoreDensity::bins, 0);
    if (measured.empty())
        return density;
    const auto [lowX, highX] = std::ranges::minmax(measured);
    const auto [lowY, highY] = std::ranges::minmax(predicted);
    density.low = std::min({0.0, double(lowX), double(lowY)});
    density.high = std::max({density.low + 1e-6, double(highX), double(highY)});
    density.pearson = pearson(measured, predicted);
    const double scale = ScoreDensity::bins / (density.high - density.low);
    const auto binOf = [&](float value) {
        return std::clamp(static_cast<int>((value - density.low) * scale), 0,
                          ScoreDensity::bins - 1);
    };
    for (size_t i = 0; i < measured.size(); ++i)
        ++density.counts[static_cast<size_t>(binOf(predicted[i]) * ScoreDensity::bins +
                                             binOf(measured[i]))];
    if (measured.size() <= ScoreDensity::mostPoints) {
        density.measured.assign(measured.begin(), measured.end());
        density.predicted.assign(predicted.begin(), predicted.end());
    }
    return density;
}

int64_t BindingResult::rowOf(const std::string &window) const
{
    const auto found = rows.find(window);
    return found == rows.end() ? -1 : found->second;
}

std::vector<float> BindingResult::predicted(const std::string &candidate, int64_t row) const
{
    return scoresAt(predictions->at(candidate), row * bases, bases);
}

std::shared_ptr<const BindingResult> readBindingResult(const std::filesystem::path &folder)
{
    auto result = std::make_shared<BindingResult>();
    result->evaluation = loadEvaluation(folder);
    if (result->evaluation->task != "binding")
        throw InputError("this is no evaluation of binding", {.file = folder / "metrics.json"});
    const std::filesystem::path file = folder / "predictions.safetensors";
    result->predictions = std::make_shared<SafetensorsFile>(file);
    result->windows = windowsOf(*result->predictions, file);
    for (size_t row = 0; row < result->windows.size(); ++row)
        result->rows.emplace(result->windows[row], static_cast<int64_t>(row));
    const TensorView &measured = result->predictions->at(measuredTensor);
    if (measured.shape.size() != 2 || measured.shape[0] != std::ssize(result->windows))
        throw InputError("the measured scores do not fit the names of windows", {.file = file});
    result->bases = measured.shape[1];
    for (const bool isBaseline : {false, true})
        for (const ShownCandidate &candidate : result->evaluation->candidates)
            if (candidate.isBaseline == isBaseline)
                result->candidates.push_back(candidate.name);
    requireScores(measured, measuredTensor, measured.shape, file);
    for (const std::string &candidate : result->candidates)
        requireScores(result->predictions->at(candidate), candidate, measured.shape, file);
    readFits(*result, folder / "windows.tsv");
    readDensities(*result);
    readTrainings(*result, folder.parent_path().parent_path());
    return result;
}

} // namespace helicase
