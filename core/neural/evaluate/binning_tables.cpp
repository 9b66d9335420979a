#include "core/neural/evaluate/binning_tables.h"

#include "core/base/text.h"
#include "core/base/tsv.h"

#include <cmath>

namespace helicase {

namespace {

std::string share(double value)
{
    return formatReal(std::round(value * 1e6) / 1e6);
}

} // namespace

void writeBins(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = {"candidate", "bin", "species", "contigs", "bases", "completeness",
                               "contamination", "level"}};
    for (const BinnedCandidate &candidate : candidates)
        for (const Bin &bin : candidate.scores.table)
            table.rows.push_back({candidate.name, std::to_string(bin.number), bin.species,
                                  std::to_string(bin.contigs), std::to_string(bin.bases),
                                  share(bin.completeness), share(bin.contamination),
                                  std::string(toString(bin.quality))});
    writeTsv(file, table);
}

void writeAssignments(const std::filesystem::path &file, const LabelledSequences &data,
                      std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = {"id", "species", "length"}};
    for (const BinnedCandidate &candidate : candidates)
        table.columns.push_back(candidate.name);
    for (size_t i = 0; i < data.sequences.size(); ++i) {
        auto &row = table.rows.emplace_back(
            std::vector{data.sequences[i].id, data.species[i], std::to_string(data.lengths[i])});
        for (const BinnedCandidate &candidate : candidates)
            row.push_back(std::to_string(candidate.scores.bins[i]));
    }
    writeTsv(file, table);
}

void writeRecovered(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = {"completeness"}};
    for (const BinnedCandidate &candidate : candidates)
        table.columns.push_back(candidate.name);
    for (size_t level = 0; level < recoveryLevels.size(); ++level) {
        auto &row = table.rows.emplace_back(
            std::vector{std::to_string(std::lround(100 * recoveryLevels[level])) + " %"});
        for (const BinnedCandidate &candidate : candidates)
            row.push_back(std::to_string(candidate.scores.recovered[level]));
    }
    writeTsv(file, table);
}

void writeLeftOut(const std::filesystem::path &file, const LabelledSequences &data)
{
    TsvTable table{.columns = {"id", "species", "length", "reason"}};
    for (const LeftOutSequence &sequence : data.leftOut)
        table.rows.push_back(
            {sequence.id, sequence.species, std::to_string(sequence.length), sequence.reason});
    writeTsv(file, table);
}

} // namespace helicase
