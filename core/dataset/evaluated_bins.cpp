#include "core/dataset/evaluated_bins.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/bin_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace helicase {

namespace {

using Path = std::filesystem::path;

constexpr int firstCandidate = 3; // behind id, species and length

TsvTable assignmentsOf(const Path &result)
{
    const Path file = result / "assignments.tsv";
    if (!std::filesystem::exists(file))
        throw InputError("has no bins", {.file = result},
                         "give the result folder of helicase evaluate binning");
    TsvTable table = readTsv(file);
    if (static_cast<int>(table.columns.size()) <= firstCandidate || table.columns[0] != "id" ||
        table.columns[2] != "length")
        throw InputError("has other columns than id, species, length and candidates",
                         {.file = file});
    return table;
}

size_t columnOf(const TsvTable &table, const std::string &candidate)
{
    if (candidate.empty())
        return firstCandidate;
    const int column = table.column(candidate);
    if (column < firstCandidate)
        throw OptionError(
            "candidate", printable(candidate) + " is not in this result",
            "its candidates are " +
                join({table.columns.begin() + firstCandidate, table.columns.end()}, ", "));
    return static_cast<size_t>(column);
}

// The file that was evaluated; a path that was written down below the project's folder, too.
Path sequencesOf(const Path &result)
{
    const Path file = result / "metrics.json";
    const nlohmann::json document = readJsonFile(file);
    Path sequences;
    if (const auto data = document.find("data"); data != document.end() && data->is_object())
        if (const auto entry = data->find("sequences"); entry != data->end() && entry->is_string())
            sequences = entry->get<std::string>();
    const Path project = std::filesystem::absolute(result).lexically_normal().parent_path();
    for (const Path &place : {sequences, project.parent_path() / sequences})
        if (!sequences.empty() && std::filesystem::is_regular_file(place))
            return place;
    throw InputError("the sequences are not where they were evaluated" +
                         (sequences.empty() ? std::string() : " (" + sequences.string() + ")"),
                     {.file = file}, "name the file with --data");
}

// The bins take the place of former ones, but never that of a run, or of whatever else bears a
// candidate's name.
void refuseToReplace(const Path &folder)
{
    if (!std::filesystem::exists(folder))
        return;
    const auto isBin = [](const std::filesystem::directory_entry &entry) {
        const std::string name = entry.path().filename().string();
        return entry.is_regular_file() && entry.path().extension() == ".fa" &&
               (name.starts_with("bin_") || name == "unbinned.fa");
    };
    bool holdsBins = std::filesystem::is_directory(folder);
    if (holdsBins)
        for (const auto &entry : std::filesystem::directory_iterator(folder))
            holdsBins = holdsBins && isBin(entry);
    if (!holdsBins)
        throw InputError("is there already and holds something else than bins", {.file = folder},
                         "choose another folder");
}

} // namespace

SavedBins saveEvaluatedBins(const Path &result, const std::string &candidate, const Path &sequences,
                            const Path &folder, Progress &progress, const std::stop_token &stop)
{
    const TsvTable table = assignmentsOf(result);
    const size_t column = columnOf(table, candidate);
    const Path source = sequences.empty() ? sequencesOf(result) : sequences;
    std::string name = table.columns[column];
    std::ranges::replace(name, '/', '_'); // stays below the folder
    SavedBins saved{.fastaFolder = folder / name, .camiFile = folder / (name + ".binning")};
    refuseToReplace(saved.fastaFolder);
    std::map<std::string, std::string> binOf;
    std::vector<BinnedContig> binned;
    std::set<std::string> bins;
    for (size_t row = 0; row < table.rows.size(); ++row) {
        const std::vector<std::string> &cells = table.rows[row];
        const auto length = parseInteger(cells[2]);
        const auto bin = parseInteger(cells[column]);
        if (!length || !bin)
            throw InputError(
                "a length and the number of a bin are expected",
                {.file = result / "assignments.tsv", .line = static_cast<int64_t>(row) + 2});
        if (*bin < 0) {
            binOf.emplace(cells[0], "unbinned");
            ++saved.unbinned;
            continue;
        }
        const std::string binName = "bin_" + std::to_string(*bin);
        binOf.emplace(cells[0], binName);
        binned.push_back({cells[0], binName, *length});
        bins.insert(binName);
    }
    writeBinFolder(saved.fastaFolder, source, binOf, progress, stop);
    writeCamiBins(saved.camiFile, name, binned);
    saved.bins = static_cast<int64_t>(bins.size());
    saved.contigs = static_cast<int64_t>(binned.size());
    return saved;
}

} // namespace helicase
