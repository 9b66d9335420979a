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

std::vector<LabelledSequence> readGenomes(const std::filesystem::path &folder, std::string_view use)
{
    const std::filesystem::path file = folder / "genomes.tsv";
    const TsvTable table = readTsv(file);
    const size_t recordColumn = columnOf(table, "record", file);
    const size_t fileColumn = columnOf(table, "file", file);
    const size_t speciesColumn = columnOf(table, "species", file);
    const size_t useColumn = columnOf(table, "use", file);

    std::map<std::string, std::vector<Sequence>> records; // of each file
    std::vector<LabelledSequence> genomes;
    for (const std::vector<std::string> &row : table.rows) {
        if (row[useColumn] != use)
            continue;
        const std::filesystem::path source = folder / row[fileColumn];
        if (!records.contains(row[fileColumn]))
            records.emplace(row[fileColumn], readSequences(source));
        const auto &known = records.at(row[fileColumn]);
        const auto record = std::ranges::find(known, row[recordColumn], &Sequence::id);
        if (record == known.end())
            throw InputError("no record " + printable(row[recordColumn]) +
                                 " (named in genomes.tsv)",
                             {.file = source});
        genomes.push_back({.sequence = *record, .label = row[speciesColumn]});
    }
    if (genomes.empty())
        throw InputError("no record for the use " + printable(use), {.file = file});
    return genomes;
}

} // namespace helicase
