#include "core/dataset/genome_table.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <map>

namespace helicase {

namespace {

size_t columnOf(const TsvTable &table, std::string_view name, const std::filesystem::path &file)
{
    const int column = table.column(name);
    if (column < 0)
        throw InputError("no column " + printable(name), {.file = file, .line = 1});
    return static_cast<size_t>(column);
}

} // namespace

std::string GenomeRow::genome() const
{
    return strain.empty() ? file : species + ' ' + strain;
}

std::vector<GenomeRow> readGenomeTable(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / genomeTableName;
    const TsvTable table = readTsv(file);
    const size_t record = columnOf(table, "record", file);
    const size_t source = columnOf(table, "file", file);
    const size_t species = columnOf(table, "species", file);
    const int strain = table.column("strain");
    const int use = table.column("use");
    std::vector<GenomeRow> rows;
    for (const std::vector<std::string> &row : table.rows)
        rows.push_back({.record = row[record],
                        .file = row[source],
                        .species = row[species],
                        .strain = strain < 0 ? std::string() : row[static_cast<size_t>(strain)],
                        .use = use < 0 ? std::string() : row[static_cast<size_t>(use)]});
    if (rows.empty())
        throw InputError("names no genome", {.file = file});
    return rows;
}

std::vector<LabelledSequence> readGenomes(const std::filesystem::path &folder, std::string_view use)
{
    std::map<std::string, std::vector<Sequence>> records; // of each file
    std::vector<LabelledSequence> genomes;
    for (const GenomeRow &row : readGenomeTable(folder)) {
        if (row.use != use)
            continue;
        const std::filesystem::path source = folder / row.file;
        if (!records.contains(row.file))
            records.emplace(row.file, readSequences(source));
        const auto &known = records.at(row.file);
        const auto record = std::ranges::find(known, row.record, &Sequence::id);
        if (record == known.end())
            throw InputError("no record " + printable(row.record) + " (named in genomes.tsv)",
                             {.file = source});
        genomes.push_back({.sequence = *record, .label = row.species});
    }
    if (genomes.empty())
        throw InputError("no record for the use " + printable(use),
                         {.file = folder / genomeTableName});
    return genomes;
}

} // namespace helicase
