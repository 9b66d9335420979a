#include "core/dataset/cleaned_set.h"

#include "core/base/atomic_file.h"
#include "core/sequence/line_reader.h"

#include <algorithm>
#include <memory>

namespace helicase {

namespace {

constexpr size_t bufferBytes = size_t{1} << 20;

// train.csv.gz is written as train.csv.
std::filesystem::path targetOf(const DataFile &file, const std::filesystem::path &folder)
{
    std::filesystem::path name = file.path.filename();
    if (name.extension() == ".gz")
        name = name.stem();
    return folder / name;
}

// Copies all lines but those whose numbers are listed.
void copyLines(const std::filesystem::path &source, std::span<const int64_t> without,
               AtomicFile &target, const std::stop_token &stop)
{
    LineReader lines(source);
    std::string buffer;
    while (const auto line = lines.next()) {
        if (!without.empty() && lines.lineNumber() == without.front()) {
            without = without.subspan(1);
            continue;
        }
        buffer.append(*line).append("\n");
        if (buffer.size() >= bufferBytes) {
            throwIfStopped(stop);
            target.write(buffer);
            buffer.clear();
        }
    }
    if (!without.empty())
        throw InputError("has become shorter since it was surveyed", {.file = source});
    target.write(buffer);
}

} // namespace

std::vector<CleanedSplit> writeWithoutRows(const DataSurvey &survey, std::span<const uint32_t> rows,
                                           const std::filesystem::path &folder, Progress &progress,
                                           const std::stop_token &stop)
{
    if (!hasLabels(survey.kind))
        throw Error("rows can be removed from labelled sequences only");
    std::vector<CleanedSplit> cleaned;
    std::vector<std::vector<int64_t>> lines(survey.splits.size());
    for (const uint32_t row : rows)
        lines[survey.rows[row].split].push_back(survey.rows[row].line);
    for (size_t split = 0; split < survey.splits.size(); ++split) {
        const SurveySplit &original = survey.splits[split];
        const auto removed = static_cast<int64_t>(lines[split].size());
        cleaned.push_back({targetOf(original.file, folder), original.rows - removed, removed});
        if (cleaned.back().kept == 0)
            throw InputError("no row would be left", {.file = original.file.path});
        if (std::filesystem::exists(cleaned.back().file))
            throw Error(cleaned.back().file.string() + " exists already",
                        "name a folder that does not exist yet");
    }
    std::vector<std::unique_ptr<AtomicFile>> files;
    for (size_t split = 0; split < survey.splits.size(); ++split) {
        progress.update(static_cast<int64_t>(split), std::ssize(survey.splits),
                        "writing " + cleaned[split].file.filename().string());
        files.push_back(std::make_unique<AtomicFile>(cleaned[split].file));
        copyLines(survey.splits[split].file.path, lines[split], *files.back(), stop);
    }
    for (const auto &file : files)
        file->commit();
    progress.update(std::ssize(survey.splits), std::ssize(survey.splits), "writing");
    return cleaned;
}

} // namespace helicase
