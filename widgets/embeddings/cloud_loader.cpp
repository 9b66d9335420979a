#include "widgets/embeddings/cloud_loader.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/dataset/label_table.h"
#include "core/dataset/safetensors.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

namespace helicase {

namespace {

using Path = std::filesystem::path;

// Calls row(fields, lineNumber) for every line below the header and returns the header's fields.
template <typename Row>
std::vector<std::string> readTable(const Path &file, Row &&row)
{
    const std::string text = readFile(file);
    std::vector<std::string> header;
    int64_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        const std::vector<std::string_view> fields = split(line, '\t');
        if (header.empty()) {
            if (fields.front() != "id")
                throw InputError("the first column is " + printable(fields.front()) +
                                     " (expected a header that starts with \"id\")",
                                 {.file = file, .line = number},
                                 "tables of coordinates come from helicase project");
            header.assign(fields.begin(), fields.end());
            continue;
        }
        if (fields.size() != header.size())
            throw InputError("the row has " + std::to_string(fields.size()) +
                                 " columns (expected " + std::to_string(header.size()) + ")",
                             {.file = file, .line = number});
        row(fields, number);
    }
    if (header.empty())
        throw InputError("the table is empty", {.file = file});
    return header;
}

// Grows with every id that is met for the first time.
class ContigIndex {
public:
    explicit ContigIndex(CloudData &data) : data_(data) {}

    int64_t find(std::string_view id) const
    {
        const auto found = rows_.find(std::string(id));
        return found == rows_.end() ? -1 : found->second;
    }

    int64_t findOrAdd(std::string_view id)
    {
        const auto [entry, isNew] = rows_.try_emplace(std::string(id), data_.size());
        if (isNew) {
            data_.ids.emplace_back(id);
            data_.lengths.push_back(0);
            data_.gc.push_back(-1);
        }
        return entry->second;
    }

private:
    CloudData &data_;
    std::unordered_map<std::string, int64_t> rows_;
};

void readContigs(const Path &file, CloudData &data, ContigIndex &index)
{
    data.sequences = file;
    SequenceReader reader(file);
    while (const std::optional<Sequence> sequence = reader.next()) {
        const int64_t row = index.findOrAdd(sequence->id);
        int64_t strong = 0;
        int64_t weak = 0;
        for (const char base : sequence->bases) {
            const char letter = static_cast<char>(base & ~0x20); // upper case
            strong += letter == 'G' || letter == 'C';
            weak += letter == 'A' || letter == 'T' || letter == 'U';
        }
        data.lengths[row] = static_cast<int64_t>(sequence->bases.size());
        data.gc[row] = strong + weak > 0 ? static_cast<float>(strong) / (strong + weak) : -1;
    }
}

// What helicase project writes beside the table, and what the embedding file says of itself.
void describe(const Path &table, CloudProjection &projection)
{
    Path beside = table;
    beside.replace_extension(".json");
    if (!std::filesystem::exists(beside))
        return;
    try {
        const nlohmann::json description = readJsonFile(beside);
        projection.method = description.value("method", std::string());
        projection.explainedVariance =
            description.value("explained_variance", std::vector<double>());
        if (description.contains("seed") && description["seed"].is_number_integer())
            projection.seed = description["seed"].get<int64_t>();
        const Path source = description.value("source", std::string());
        const Path root = table.parent_path().parent_path();
        const Path embeddings = source.is_absolute() ? source : root / source;
        if (source.empty() || !std::filesystem::exists(embeddings))
            return;
        const SafetensorsFile file(embeddings);
        if (const auto pooling = file.metadata().find("pooling"); pooling != file.metadata().end())
            projection.pooling = pooling->second;
        if (const auto vectors = file.tensors().find("embeddings");
            vectors != file.tensors().end() && vectors->second.shape.size() == 2)
            projection.width = vectors->second.shape[1];
    } catch (const nlohmann::json::exception &) {
        throw InputError("the description of a projection is malformed", {.file = beside});
    }
}

CloudProjection readProjection(const Path &file, ContigIndex &index)
{
    CloudProjection projection;
    projection.name = file.stem().string();
    std::set<int64_t> seen;
    readTable(file, [&](const std::vector<std::string_view> &fields, int64_t line) {
        if (fields.size() < 3)
            throw InputError("a point needs two or three coordinates",
                             {.file = file, .line = line});
        const auto row = static_cast<size_t>(index.findOrAdd(fields[0]));
        if (!seen.insert(static_cast<int64_t>(row)).second)
            throw InputError("the id " + printable(fields[0]) + " is repeated",
                             {.file = file, .line = line});
        if (projection.coordinates.size() <= row) {
            projection.coordinates.resize(row + 1);
            projection.present.resize(row + 1);
        }
        projection.dimensions = fields.size() > 3 ? 3 : 2;
        for (int axis = 0; axis < projection.dimensions; ++axis) {
            const std::optional<double> value = parseReal(fields[static_cast<size_t>(axis) + 1]);
            if (!value || !std::isfinite(*value))
                throw InputError(printable(fields[static_cast<size_t>(axis) + 1]) +
                                     " is not a coordinate",
                                 {.file = file, .line = line});
            projection.coordinates[row][static_cast<size_t>(axis)] = static_cast<float>(*value);
        }
        projection.present[row] = true;
        ++projection.presentCount;
    });
    describe(file, projection);
    return projection;
}

// Moves the middle of the box to the origin and scales to radius 1, so that the cameras of two
// embeddings can be linked although their units differ.
void normalise(CloudProjection &projection, size_t contigs)
{
    projection.coordinates.resize(contigs);
    projection.present.resize(contigs);
    projection.positions.assign(contigs, {});
    std::array<float, 3> low{}, high{};
    bool first = true;
    for (size_t row = 0; row < contigs; ++row) {
        if (!projection.present[row])
            continue;
        for (size_t axis = 0; axis < 3; ++axis) {
            const float value = projection.coordinates[row][axis];
            low[axis] = first ? value : std::min(low[axis], value);
            high[axis] = first ? value : std::max(high[axis], value);
        }
        first = false;
    }
    float radius = 0;
    for (size_t row = 0; row < contigs; ++row) {
        if (!projection.present[row])
            continue;
        for (int axis = 0; axis < 3; ++axis) {
            const auto i = static_cast<size_t>(axis);
            projection.positions[row][axis] =
                projection.coordinates[row][i] - (low[i] + high[i]) / 2;
        }
        radius = std::max(radius, projection.positions[row].length());
    }
    if (radius > 0)
        for (QVector3D &position : projection.positions)
            position /= radius;
}

void joinLabels(const Path &file, CloudData &data)
{
    data.classes.assign(data.ids.size(), -1);
    if (file.empty())
        return;
    const std::map<std::string, std::string> labels = readLabels(file);
    std::set<std::string> names;
    for (const auto &[id, label] : labels)
        names.insert(label);
    data.classNames.assign(names.begin(), names.end());
    data.labelsRead = true;
    for (size_t row = 0; row < data.ids.size(); ++row) {
        const auto label = labels.find(data.ids[row]);
        if (label == labels.end()) {
            ++data.unlabelled;
            continue;
        }
        const auto place = std::ranges::lower_bound(data.classNames, label->second);
        data.classes[row] = static_cast<int>(place - data.classNames.begin());
    }
}

void joinBins(const Path &file, CloudData &data, const ContigIndex &index)
{
    std::vector<std::vector<int>> columns;
    const std::vector<std::string> header =
        readTable(file, [&](const std::vector<std::string_view> &fields, int64_t line) {
            if (fields.size() < 4)
                throw InputError("the table has no column with bins", {.file = file, .line = line});
            columns.resize(fields.size() - 3);
            const int64_t row = index.find(fields[0]);
            for (size_t column = 0; column < columns.size(); ++column) {
                columns[column].resize(data.ids.size(), -1);
                const std::optional<int64_t> bin = parseInteger(fields[column + 3]);
                if (!bin)
                    throw InputError(printable(fields[column + 3]) + " is not the number of a bin",
                                     {.file = file, .line = line});
                if (row >= 0)
                    columns[column][static_cast<size_t>(row)] = static_cast<int>(*bin);
            }
        });
    for (size_t column = 0; column < columns.size(); ++column)
        data.bins[header[column + 3]] = std::move(columns[column]);
}

std::vector<Path> filesIn(const Path &folder, std::string_view suffix)
{
    std::vector<Path> files;
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(folder, missing))
        if (entry.path().extension() == suffix)
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

Path ifThere(const Path &file)
{
    return std::filesystem::exists(file) ? file : Path();
}

Path newestAssignments(const Path &evaluations)
{
    Path newest;
    std::filesystem::file_time_type newestTime{};
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(evaluations, missing)) {
        const Path file = entry.path() / "assignments.tsv";
        std::error_code absent;
        const auto time = std::filesystem::last_write_time(file, absent);
        if (!absent && (newest.empty() || time > newestTime)) {
            newest = file;
            newestTime = time;
        }
    }
    return newest;
}

} // namespace

CloudSources findCloudSources(const Path &projectFolder)
{
    CloudSources sources;
    sources.projections = filesIn(projectFolder / "projections", ".tsv");
    std::ranges::stable_partition(sources.projections, [](const Path &file) {
        return !CloudProjection{.name = file.stem().string()}.isBaseline();
    });
    sources.labels = ifThere(projectFolder / "data" / "labels.tsv");
    sources.sequences = ifThere(projectFolder / "data" / "contigs.fa");
    sources.assignments = newestAssignments(projectFolder / "evaluations");
    return sources;
}

CloudSources sourcesOfTable(const Path &table)
{
    CloudSources sources = findCloudSources(table.parent_path().parent_path());
    sources.projections = {table};
    return sources;
}

std::shared_ptr<const CloudData> loadCloud(const CloudSources &sources)
{
    auto data = std::make_shared<CloudData>();
    ContigIndex index(*data);
    if (!sources.sequences.empty())
        readContigs(sources.sequences, *data, index);
    for (const Path &file : sources.projections)
        data->projections.push_back(readProjection(file, index));
    for (CloudProjection &projection : data->projections)
        normalise(projection, data->ids.size());
    joinLabels(sources.labels, *data);
    if (!sources.assignments.empty())
        joinBins(sources.assignments, *data, index);
    return data;
}

} // namespace helicase
