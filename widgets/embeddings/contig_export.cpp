#include "widgets/embeddings/contig_export.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/dataset/bin_files.h"
#include "core/dataset/csv.h"
#include "core/sequence/sequence_reader.h"
#include "widgets/common/format.h"

#include <cmath>
#include <set>
#include <string>
#include <unordered_set>

namespace helicase {

namespace {

// As text that reads back as the same value; empty for an unknown number and no class.
std::string exported(const PointAttribute &attribute, int contig)
{
    const auto row = static_cast<size_t>(contig);
    if (attribute.isNumber())
        return std::isnan(attribute.numbers[row]) ? "" : formatReal(attribute.numbers[row]);
    return attribute.classes[row] < 0 ? std::string() : attribute.text(contig).toStdString();
}

// Names as files, different for different bins.
std::map<int, std::string> fileNames(const ContigGroups &bins)
{
    std::map<int, std::string> names;
    std::set<std::string> taken;
    for (const auto &[number, group] : bins.groups()) {
        std::string name = folderNameText(group.name).toStdString();
        if (name.empty() || taken.contains(name))
            name += "_" + std::to_string(number);
        taken.insert(name);
        names[number] = name;
    }
    return names;
}

} // namespace

std::string fastaRecord(const Sequence &sequence)
{
    constexpr size_t basesPerLine = 70;
    std::string record = ">" + sequence.id;
    if (!sequence.description.empty())
        record += " " + sequence.description;
    record += "\n";
    for (size_t start = 0; start < sequence.bases.size(); start += basesPerLine)
        record.append(sequence.bases, start, basesPerLine).append("\n");
    return record;
}

int64_t saveFasta(const CloudData &data, std::span<const int> contigs,
                  const std::filesystem::path &file)
{
    std::unordered_set<std::string> wanted;
    for (const int contig : contigs)
        wanted.insert(data.ids[static_cast<size_t>(contig)]);
    SequenceReader reader(data.sequences);
    AtomicFile output(file);
    int64_t written = 0;
    while (const std::optional<Sequence> sequence = reader.next()) {
        if (!wanted.contains(sequence->id))
            continue;
        output.write(fastaRecord(*sequence));
        ++written;
    }
    output.commit();
    return written;
}

void saveContigTable(const CloudData &data, const CloudProjection *projection,
                     std::span<const int> contigs, const AttributeList &attributes,
                     const std::filesystem::path &file)
{
    const bool isCsv = file.extension() == ".csv";
    const auto writeRow = [&](AtomicFile &output, const std::vector<std::string> &cells) {
        std::string line;
        for (const std::string &cell : cells) {
            if (&cell != &cells.front())
                line += isCsv ? ',' : '\t';
            line += isCsv ? csvField(cell) : cell;
        }
        output.write(line + "\n");
    };
    std::vector<std::string> cells = {"id"};
    for (int axis = 0; projection && axis < projection->dimensions; ++axis)
        cells.emplace_back(1, "xyz"[axis]);
    for (const auto &attribute : attributes)
        cells.push_back(attribute->info.heading().toStdString());
    AtomicFile output(file);
    writeRow(output, cells);
    for (const int contig : contigs) {
        const auto row = static_cast<size_t>(contig);
        cells = {data.ids[row]};
        for (int axis = 0; projection && axis < projection->dimensions; ++axis)
            cells.push_back(
                projection->present[row]
                    ? formatReal(projection->coordinates[row][static_cast<size_t>(axis)])
                    : std::string());
        for (const auto &attribute : attributes)
            cells.push_back(exported(*attribute, contig));
        writeRow(output, cells);
    }
    output.commit();
}

int64_t saveBins(const CloudData &data, const ContigGroups &bins,
                 const std::filesystem::path &folder)
{
    const std::map<int, std::string> names = fileNames(bins);
    std::map<std::string, std::string> binOf;
    std::set<int> used;
    for (size_t contig = 0; contig < data.ids.size(); ++contig)
        if (const int bin = bins.groupOf(static_cast<int>(contig)); bin != ContigGroups::none) {
            binOf[data.ids[contig]] = names.at(bin);
            used.insert(bin);
        }
    writeBinFolder(folder, data.sequences, binOf);
    saveCami(data, bins, data.sequences.stem().string(), folder.string() + ".tsv");
    return static_cast<int64_t>(used.size());
}

void saveCami(const CloudData &data, const ContigGroups &bins, const std::string &sample,
              const std::filesystem::path &file)
{
    const std::map<int, std::string> names = fileNames(bins);
    std::vector<BinnedContig> contigs;
    for (size_t contig = 0; contig < data.ids.size(); ++contig)
        if (const int bin = bins.groupOf(static_cast<int>(contig)); bin != ContigGroups::none)
            contigs.push_back({data.ids[contig], names.at(bin), data.lengths[contig]});
    writeCamiBins(file, sample, contigs);
}

} // namespace helicase
