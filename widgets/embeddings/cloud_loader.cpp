#include "widgets/embeddings/cloud_loader.h"

#include "core/dataset/label_table.h"
#include "core/sequence/contig_depth.h"
#include "core/sequence/sequence_reader.h"
#include "widgets/embeddings/joined_columns.h"
#include "widgets/embeddings/projection_reader.h"
#include "widgets/embeddings/table_rows.h"
#include "widgets/embeddings/vector_store.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace helicase {

namespace {

using Path = std::filesystem::path;

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

// The depth of a contig is the sum over the samples; where there are several, each is a column,
// too. Depths of contigs that are not shown are left out.
void joinDepths(const Path &file, CloudData &data, const ContigIndex &index)
{
    const DepthTable table = depthsFromTable(file);
    data.depths.assign(data.ids.size(), -1);
    std::vector<CloudColumn> samples;
    for (const std::string &sample : table.samples)
        samples.push_back({.name = "depth " + sample,
                           .isNumber = true,
                           .numbers = std::vector<double>(data.ids.size(), std::nan(""))});
    for (const ContigDepth &contig : table.contigs) {
        const int64_t found = index.find(contig.contig);
        if (found < 0)
            continue;
        const auto row = static_cast<size_t>(found);
        double sum = 0;
        for (size_t sample = 0; sample < samples.size(); ++sample) {
            samples[sample].numbers[row] = contig.depths[sample];
            sum += std::isnan(contig.depths[sample]) ? 0 : contig.depths[sample];
        }
        data.depths[row] = static_cast<float>(sum);
    }
    if (samples.size() > 1)
        std::ranges::move(samples, std::back_inserter(data.columns));
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

// Where no sequences are at hand, the embedding file tells how long they were.
void addEmbeddingLengths(const CloudProjection &projection, CloudData &data,
                         const ContigIndex &index)
{
    const bool isKnown =
        std::ranges::any_of(data.lengths, [](int64_t length) { return length > 0; });
    if (isKnown || projection.vectors.empty())
        return;
    const SequenceNames names = readSequenceNames(projection.vectors);
    for (size_t i = 0; i < names.ids.size(); ++i)
        if (const int64_t row = index.find(names.ids[i]); row >= 0)
            data.lengths[static_cast<size_t>(row)] = names.lengths[i];
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

// The first of these names that is there.
Path firstIn(const Path &folder, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (std::filesystem::exists(folder / name))
            return folder / name;
    return {};
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
    const Path data = projectFolder / "data";
    sources.labels = firstIn(data, {"labels.tsv", "labels.csv"});
    sources.sequences = firstIn(data, {"contigs.fa", "contigs.fasta", "contigs.fna",
                                       "contigs.fa.gz", "contigs.fasta.gz", "contigs.fna.gz"});
    sources.depths = firstIn(data, {"depth.tsv", "depths.tsv", "coverage.tsv"});
    sources.assignments = newestAssignments(projectFolder / "evaluations");
    return sources;
}

CloudSources sourcesOfTable(const Path &table)
{
    CloudSources sources = findCloudSources(table.parent_path().parent_path());
    const auto known = std::ranges::find(sources.projections, table);
    if (known == sources.projections.end())
        sources.projections = {table};
    else
        std::rotate(sources.projections.begin(), known, known + 1);
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
    for (CloudProjection &projection : data->projections)
        addEmbeddingLengths(projection, *data, index);
    joinLabels(sources.labels, *data);
    if (!sources.depths.empty())
        joinDepths(sources.depths, *data, index);
    if (!sources.labels.empty())
        joinColumns(sources.labels, UnusableTable::LeftOut, *data, index);
    for (const Path &table : sources.tables)
        joinColumns(table, UnusableTable::Refused, *data, index);
    if (!sources.assignments.empty())
        joinBins(sources.assignments, *data, index);
    return data;
}

} // namespace helicase
