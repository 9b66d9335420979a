#include "core/report/report.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/label_table.h"
#include "core/report/chart.h"
#include "core/report/evaluation_report.h"
#include "core/report/run_report.h"
#include "core/report/svg.h"
#include "core/run/run_folder.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

std::vector<std::filesystem::path> entriesOf(const std::filesystem::path &folder, std::string_view extension = {})
{
    std::vector<std::filesystem::path> entries;
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(folder, missing))
        if (extension.empty() ? entry.is_directory() : entry.path().extension() == extension)
            entries.push_back(entry.path());
    std::ranges::sort(entries);
    return entries;
}

std::string varianceNote(const std::filesystem::path &projection)
{
    std::filesystem::path description = projection;
    description.replace_extension(".json");
    if (!std::filesystem::exists(description))
        return {};
    const nlohmann::json value = readJsonFile(description);
    std::vector<std::string> shares;
    for (const auto &share : value.value("explained_variance", nlohmann::json::array()))
        shares.push_back(shortNumber(100 * share.get<double>(), 0));
    return shares.empty() ? "" : " Variance " + join(shares, ", ") + " %";
}

void addProjection(ReportPage &page, const std::filesystem::path &file, const std::map<std::string, std::string> &labels)
{
    const TsvTable table = readTsv(file);
    CloudChart chart{.title = file.stem().string(),
                     .note = std::to_string(table.rows.size()) + " sequences." + varianceNote(file)};
    for (const auto &row : table.rows) {
        const auto label = labels.find(row[0]);
        chart.labels.push_back(label == labels.end() ? "" : label->second);
        auto &point = chart.points.emplace_back();
        for (size_t axis = 0; axis < 3 && axis + 1 < row.size(); ++axis)
            point[axis] = parseReal(row[axis + 1]).value_or(0);
    }
    page.figure(drawCloud(chart));
}

// In the order in which they were finished.
std::vector<std::filesystem::path> evaluationsOf(const std::filesystem::path &folder)
{
    std::vector<std::pair<int64_t, std::filesystem::path>> dated;
    for (const auto &evaluation : entriesOf(folder / "evaluations"))
        dated.emplace_back(finishedAt(evaluation), evaluation);
    std::ranges::sort(dated);
    std::vector<std::filesystem::path> evaluations;
    for (auto &[finished, evaluation] : dated)
        evaluations.push_back(std::move(evaluation));
    return evaluations;
}

void addProject(ReportPage &page, const std::filesystem::path &folder)
{
    for (const auto &evaluation : evaluationsOf(folder))
        addEvaluation(page, evaluation);
    const auto projections = entriesOf(folder / "projections", ".tsv");
    if (!projections.empty()) {
        page.heading("Embeddings");
        const auto labelFile = folder / "data" / "labels.tsv";
        const auto labels =
            std::filesystem::exists(labelFile) ? readLabels(labelFile) : std::map<std::string, std::string>();
        for (const auto &projection : projections)
            addProjection(page, projection, labels);
    }
    for (const auto &run : findRuns(folder / "runs"))
        addRun(page, run);
    const auto notes = folder / "data" / "notes.txt";
    if (std::filesystem::exists(notes)) {
        page.heading("Data");
        page.code(readFile(notes));
    }
}

} // namespace

void addToReport(ReportPage &page, const std::filesystem::path &given)
{
    const std::filesystem::path path = given.lexically_normal();
    if (std::filesystem::exists(RunFolder(path).description()))
        addRun(page, path);
    else if (std::filesystem::exists(path / "metrics.json"))
        addEvaluation(page, path);
    else if (std::filesystem::is_directory(path / "runs") || std::filesystem::is_directory(path / "evaluations"))
        addProject(page, path);
    else
        throw InputError("is no run, evaluation or project folder", {.file = path},
                         "name a folder with run.json, metrics.json, runs/ or evaluations/, or a file of embeddings");
}

} // namespace helicase
