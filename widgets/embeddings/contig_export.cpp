#include "widgets/embeddings/contig_export.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/sequence/sequence_reader.h"

#include <string>
#include <unordered_set>

namespace helicase {

int64_t saveFasta(const CloudData &data, std::span<const int> contigs,
                  const std::filesystem::path &file)
{
    constexpr size_t basesPerLine = 70;
    std::unordered_set<std::string> wanted;
    for (const int contig : contigs)
        wanted.insert(data.ids[static_cast<size_t>(contig)]);
    SequenceReader reader(data.sequences);
    AtomicFile output(file);
    int64_t written = 0;
    while (const std::optional<Sequence> sequence = reader.next()) {
        if (!wanted.contains(sequence->id))
            continue;
        std::string record = ">" + sequence->id;
        if (!sequence->description.empty())
            record += " " + sequence->description;
        record += "\n";
        for (size_t start = 0; start < sequence->bases.size(); start += basesPerLine)
            record.append(sequence->bases, start, basesPerLine).append("\n");
        output.write(record);
        ++written;
    }
    output.commit();
    return written;
}

void saveCoordinates(const CloudData &data, const CloudProjection &projection,
                     std::span<const int> contigs, const std::filesystem::path &file)
{
    AtomicFile output(file);
    output.write(
        std::string(projection.dimensions == 3 ? "id\tx\ty\tz\tlabel\n" : "id\tx\ty\tlabel\n"));
    for (const int contig : contigs) {
        const auto row = static_cast<size_t>(contig);
        if (!projection.present[row])
            continue;
        std::string line = data.ids[row];
        for (int axis = 0; axis < projection.dimensions; ++axis)
            line += "\t" + formatReal(projection.coordinates[row][static_cast<size_t>(axis)]);
        const int classIndex = data.classes[row];
        line += "\t" +
                (classIndex < 0 ? std::string() : data.classNames[static_cast<size_t>(classIndex)]);
        output.write(line + "\n");
    }
    output.commit();
}

} // namespace helicase
