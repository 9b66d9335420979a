#include "core/dataset/bin_files.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/label_table.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>

namespace helicase {

namespace {

// The name of a bin in a folder: the file without .gz and the ending of FASTA; nothing for others
// and for what is left over.
std::string binName(const std::filesystem::path &file)
{
    std::filesystem::path name = file.filename();
    if (name.extension() == ".gz")
        name = name.stem();
    constexpr std::array endings{".fa", ".fasta", ".fna"};
    if (std::ranges::find(endings, name.extension().string()) == endings.end() ||
        name.stem() == "unbinned")
        return {};
    return name.stem().string();
}

std::map<std::string, std::string> readBinFolder(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        if (!binName(entry.path()).empty())
            files.push_back(entry.path());
    if (files.empty())
        throw InputError("holds no bins", {.file = folder},
                         "expected one FASTA file per bin (.fa, .fasta, .fna, also packed)");
    std::ranges::sort(files);
    std::map<std::string, std::string> bins;
    for (const std::filesystem::path &file : files) {
        SequenceReader reader(file);
        while (const auto sequence = reader.nextView()) {
            const auto [entry, isNew] = bins.emplace(sequence->id, binName(file));
            if (!isNew)
                throw InputError("the contig " + printable(entry->first) + " is also in bin " +
                                     printable(entry->second),
                                 reader.place(), "a contig belongs to one bin");
        }
    }
    return bins;
}

// A bin's name as the name of a file.
std::string fileName(const std::string &bin)
{
    std::string name = bin;
    for (char &letter : name)
        if (letter == '/' || letter == '\0')
            letter = '_';
    return name + ".fa";
}

} // namespace

std::map<std::string, std::string> readBins(const std::filesystem::path &path)
{
    return std::filesystem::is_directory(path) ? readBinFolder(path) : readLabels(path);
}

std::map<std::string, int64_t> readContigLengths(const std::filesystem::path &camiFile)
{
    std::map<std::string, std::string> texts;
    try {
        texts = readLabels(camiFile, "_LENGTH");
    } catch (const InputError &) {
        texts = readLabels(camiFile, "LENGTH"); // the other name of the column
    }
    std::map<std::string, int64_t> lengths;
    for (const auto &[contig, text] : texts) {
        const auto length = parseInteger(text);
        if (!length || *length < 1)
            throw InputError("found " + printable(text) + " as length of " + printable(contig),
                             {.file = camiFile});
        lengths.emplace(contig, *length);
    }
    return lengths;
}

void writeCamiBins(const std::filesystem::path &file, const std::string &sample,
                   std::span<const BinnedContig> contigs)
{
    AtomicFile output(file);
    output.write("@Version:0.9.1\n@SampleID:" + sample + "\n\n@@SEQUENCEID\tBINID\t_LENGTH\n");
    for (const BinnedContig &contig : contigs)
        output.write(contig.id + '\t' + contig.bin + '\t' + std::to_string(contig.length) + '\n');
    output.commit();
}

void writeBinFolder(const std::filesystem::path &folder, const std::filesystem::path &sequences,
                    const std::map<std::string, std::string> &binOf)
{
    SilentProgress silent;
    writeBinFolder(folder, sequences, binOf, silent, {});
}

void writeBinFolder(const std::filesystem::path &folder, const std::filesystem::path &sequences,
                    const std::map<std::string, std::string> &binOf, Progress &progress,
                    const std::stop_token &stop)
{
    std::filesystem::path unfinished = folder;
    unfinished += ".unfinished";
    std::filesystem::remove_all(unfinished);
    std::filesystem::create_directories(unfinished);
    SequenceReader reader(sequences);
    size_t written = 0;
    while (const auto sequence = reader.nextView()) {
        throwIfStopped(stop);
        const auto bin = binOf.find(std::string(sequence->id));
        if (bin == binOf.end())
            continue;
        // Opened for each contig: there may be more bins than files that may be open at once.
        const std::filesystem::path file = unfinished / fileName(bin->second);
        std::ofstream output(file, std::ios::app | std::ios::binary);
        output << '>' << sequence->id;
        if (!sequence->description.empty())
            output << ' ' << sequence->description;
        output << '\n' << sequence->bases << '\n';
        if (!output.flush())
            throw DiskError("cannot write", file, errno);
        progress.update(static_cast<int64_t>(++written), static_cast<int64_t>(binOf.size()),
                        "writing bins");
    }
    if (written < binOf.size())
        throw InputError(std::to_string(binOf.size() - written) + " of " +
                             std::to_string(binOf.size()) + " contigs of the bins are missing",
                         {.file = sequences}, "give the sequences that were binned");
    std::filesystem::remove_all(folder);
    std::filesystem::rename(unfinished, folder);
}

} // namespace helicase
