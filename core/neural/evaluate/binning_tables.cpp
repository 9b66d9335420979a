#include "core/neural/evaluate/binning_tables.h"

#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/bin_files.h"

#include <cmath>

namespace helicase {

namespace {

std::string share(double value)
{
    return formatReal(std::round(value * 1e6) / 1e6);
}

std::string nameOf(const BinnedCandidate &candidate, int64_t bin)
{
    const auto name = candidate.scores.names.find(bin);
    return name == candidate.scores.names.end() ? "bin_" + std::to_string(bin) : name->second;
}

TsvTable withCandidates(std::vector<std::string> columns,
                        std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = std::move(columns)};
    for (const BinnedCandidate &candidate : candidates)
        table.columns.push_back(candidate.name);
    return table;
}

std::string percent(double level)
{
    return std::to_string(std::lround(100 * level)) + " %";
}

} // namespace

void writeBins(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = {"candidate", "bin", "species", "contigs", "bases", "completeness",
                               "contamination", "level", "contig_completeness", "contig_purity",
                               "name"}};
    for (const BinnedCandidate &candidate : candidates)
        for (const Bin &bin : candidate.scores.table)
            table.rows.push_back({candidate.name, std::to_string(bin.number), bin.species,
                                  std::to_string(bin.contigs), std::to_string(bin.bases),
                                  share(bin.completeness), share(bin.contamination),
                                  std::string(toString(bin.quality)), share(bin.contigCompleteness),
                                  share(bin.contigPurity), nameOf(candidate, bin.number)});
    writeTsv(file, table);
}

void writeAssignments(const std::filesystem::path &file, const LabelledSequences &data,
                      std::span<const BinnedCandidate> candidates)
{
    TsvTable table = withCandidates({"id", "species", "length"}, candidates);
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
    TsvTable table = withCandidates({"completeness"}, candidates);
    for (size_t level = 0; level < recoveryLevels.size(); ++level) {
        auto &row = table.rows.emplace_back(std::vector{percent(recoveryLevels[level])});
        for (const BinnedCandidate &candidate : candidates)
            row.push_back(std::to_string(candidate.scores.recovered[level]));
    }
    writeTsv(file, table);
}

void writeUnbinned(const std::filesystem::path &file, const LabelledSequences &data,
                   std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = {"candidate", "id", "species", "length"}};
    for (const BinnedCandidate &candidate : candidates)
        for (size_t i = 0; i < data.sequences.size(); ++i)
            if (candidate.scores.bins[i] == unbinned)
                table.rows.push_back({candidate.name, data.sequences[i].id, data.species[i],
                                      std::to_string(data.lengths[i])});
    writeTsv(file, table);
}

void writeLevels(const std::filesystem::path &file, std::span<const BinnedCandidate> candidates)
{
    TsvTable table = withCandidates({"completeness_above", "contamination_below"}, candidates);
    for (size_t i = 0; i < genomeContamination.size(); ++i)
        for (size_t j = 0; j < genomeCompleteness.size(); ++j) {
            auto &row = table.rows.emplace_back(
                std::vector{percent(genomeCompleteness[j]), percent(genomeContamination[i])});
            for (const BinnedCandidate &candidate : candidates)
                row.push_back(std::to_string(candidate.scores.genomes.recovered[i][j]));
        }
    writeTsv(file, table);
}

void writePublishedCounts(const std::filesystem::path &file,
                          std::span<const BinnedCandidate> candidates)
{
    TsvTable table{.columns = {"candidate", "score"}};
    for (int tenth = 1; tenth <= 9; ++tenth)
        table.columns.push_back("above_0." + std::to_string(tenth));
    const auto add = [&](const std::string &name, const char *score,
                         const std::vector<int64_t> &counts) {
        auto &row = table.rows.emplace_back(std::vector<std::string>{name, score});
        for (const int64_t count : counts)
            row.push_back(std::to_string(count));
    };
    for (const BinnedCandidate &candidate : candidates) {
        add(candidate.name, "f1", candidate.scores.f1Counts);
        add(candidate.name, "recall", candidate.scores.recallCounts);
    }
    writeTsv(file, table);
}

void writeCamiFiles(const std::filesystem::path &folder, const LabelledSequences &data,
                    std::span<const BinnedCandidate> candidates)
{
    for (const BinnedCandidate &candidate : candidates) {
        std::vector<BinnedContig> contigs;
        for (size_t i = 0; i < data.sequences.size(); ++i)
            if (const int64_t bin = candidate.scores.bins[i]; bin != unbinned)
                contigs.push_back({data.sequences[i].id, nameOf(candidate, bin), data.lengths[i]});
        writeCamiBins(folder / (candidate.name + ".binning"), candidate.name, contigs);
    }
}

void writeBinFolders(const std::filesystem::path &folder, const std::filesystem::path &sequences,
                     const LabelledSequences &data, std::span<const BinnedCandidate> candidates)
{
    for (const BinnedCandidate &candidate : candidates) {
        std::map<std::string, std::string> binOf;
        for (size_t i = 0; i < data.sequences.size(); ++i) {
            const int64_t bin = candidate.scores.bins[i];
            binOf.emplace(data.sequences[i].id,
                          bin == unbinned ? "unbinned" : nameOf(candidate, bin));
        }
        writeBinFolder(folder / candidate.name, sequences, binOf);
    }
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
