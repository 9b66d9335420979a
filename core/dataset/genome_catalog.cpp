#include "core/dataset/genome_catalog.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/genome_table.h"
#include "core/dataset/label_table.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>

namespace helicase {

namespace {

bool isSequenceFile(const std::filesystem::path &file)
{
    std::string name = file.filename().string();
    if (name.ends_with(".gz") || name.ends_with(".bgz"))
        name = name.substr(0, name.rfind('.'));
    constexpr std::array<std::string_view, 6> suffixes{".fa",  ".fna",   ".fasta",
                                                       ".fas", ".fastq", ".fq"};
    return std::ranges::any_of(suffixes,
                               [&](std::string_view suffix) { return name.ends_with(suffix); });
}

std::vector<std::filesystem::path>
sorted(std::filesystem::directory_iterator entries,
       const std::function<bool(const std::filesystem::path &)> &keep)
{
    std::vector<std::filesystem::path> paths;
    for (const auto &entry : entries)
        if (keep(entry.path()))
            paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

// What is known about a record before its file is read; nothing: it is not wanted.
using Naming = std::function<std::optional<GenomeRecord>(const std::string &id)>;

class CatalogReader {
public:
    CatalogReader(Progress &progress, const std::stop_token &stop)
        : progress_(progress), stop_(stop)
    {
    }

    void addFile(const std::filesystem::path &file, const Naming &naming)
    {
        std::unordered_set<std::string> seen;
        SequenceReader reader(file);
        int64_t position = 0;
        for (auto record = reader.nextView(); record; record = reader.nextView(), ++position) {
            throwIfStopped(stop_);
            const std::string id(record->id);
            if (!seen.insert(id).second)
                throw InputError("the name " + printable(id) + " occurs twice", reader.place(),
                                 "rename one of the sequences");
            auto named = naming(id);
            if (!named)
                continue;
            named->id = id;
            named->file = catalog.files.size();
            named->position = position;
            named->length = std::ssize(record->bases);
            catalog.records.push_back(std::move(*named));
        }
        catalog.files.push_back(file);
        progress_.update(std::ssize(catalog.files), 0, "reading genomes");
    }

    GenomeCatalog catalog;

private:
    Progress &progress_;
    std::stop_token stop_;
};

void addTable(CatalogReader &reader, const std::filesystem::path &folder)
{
    std::map<std::string, std::map<std::string, GenomeRow>> rows; // by file and record
    std::vector<std::string> files;
    for (GenomeRow &row : readGenomeTable(folder)) {
        if (!rows.contains(row.file))
            files.push_back(row.file);
        rows[row.file].insert_or_assign(row.record, std::move(row));
    }
    for (const std::string &file : files) {
        auto &wanted = rows.at(file);
        reader.addFile(folder / file, [&](const std::string &id) -> std::optional<GenomeRecord> {
            const auto row = wanted.find(id);
            if (row == wanted.end())
                return std::nullopt;
            GenomeRecord record{.species = row->second.species,
                                .genome = row->second.genome(),
                                .use = row->second.use};
            wanted.erase(row);
            return record;
        });
        if (!wanted.empty())
            throw InputError("no record " + printable(wanted.begin()->first) +
                                 " (named in genomes.tsv)",
                             {.file = folder / file});
    }
}

void addSpeciesFolders(CatalogReader &reader, const std::filesystem::path &folder)
{
    const auto species = sorted(std::filesystem::directory_iterator(folder), [](const auto &path) {
        return std::filesystem::is_directory(path);
    });
    if (species.empty())
        throw InputError("holds no genomes (expected genomes.tsv, or a folder per species)",
                         {.file = folder},
                         "name FASTA files themselves for contigs of an assembly");
    for (const std::filesystem::path &one : species) {
        const auto files = sorted(std::filesystem::directory_iterator(one), isSequenceFile);
        if (files.empty())
            throw InputError("holds no FASTA file", {.file = one}, "remove the folder or fill it");
        for (const std::filesystem::path &file : files)
            reader.addFile(file, [&](const std::string &) {
                return GenomeRecord{.species = one.filename().string(),
                                    .genome = (one.filename() / file.filename()).string()};
            });
    }
}

void addSequences(CatalogReader &reader, const std::filesystem::path &file,
                  const std::map<std::string, std::string> &labels)
{
    reader.addFile(file, [&](const std::string &id) -> std::optional<GenomeRecord> {
        if (labels.empty())
            return GenomeRecord{.species = id, .genome = id};
        const auto label = labels.find(id);
        if (label != labels.end())
            return GenomeRecord{.species = label->second,
                                .genome = label->second + " of " + file.filename().string()};
        ++reader.catalog.withoutLabel;
        return std::nullopt;
    });
}

// Without species a name stands for a species: it must be unique over all files.
void refuseSharedNames(const GenomeCatalog &catalog)
{
    std::unordered_set<std::string> seen;
    for (const GenomeRecord &record : catalog.records)
        if (!seen.insert(record.id).second)
            throw InputError("the name " + printable(record.id) + " occurs in another file as well",
                             {.file = catalog.files[record.file]},
                             "rename one of the sequences, or give species by --labels");
}

} // namespace

GenomeCatalog readGenomeCatalog(std::span<const std::filesystem::path> inputs,
                                const std::filesystem::path &labels, Progress &progress,
                                const std::stop_token &stop)
{
    CatalogReader reader(progress, stop);
    std::map<std::string, std::string> species;
    if (!labels.empty())
        species = readLabels(labels);
    int64_t sequenceFiles = 0;
    for (const std::filesystem::path &input : inputs) {
        if (input.filename() == genomeTableName)
            addTable(reader, input.parent_path());
        else if (!std::filesystem::is_directory(input)) {
            addSequences(reader, input, species);
            ++sequenceFiles;
        } else if (std::filesystem::exists(input / genomeTableName))
            addTable(reader, input);
        else
            addSpeciesFolders(reader, input);
    }
    GenomeCatalog &catalog = reader.catalog;
    catalog.hasSpecies = !labels.empty() || sequenceFiles == 0;
    if (!catalog.hasSpecies && sequenceFiles < std::ssize(inputs))
        throw InputError("genomes with species cannot be mixed with sequences without",
                         {.file = inputs.front()}, "give the species of the sequences by --labels");
    if (!catalog.hasSpecies)
        refuseSharedNames(catalog);
    return std::move(catalog);
}

} // namespace helicase
