#include "core/neural/evaluate/given_bins.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/bin_files.h"
#include "core/dataset/label_table.h"
#include "core/sequence/sequence_reader.h"

#include <set>

namespace helicase {

namespace {

// A folder may be given with a slash at its end.
std::string nameOf(const std::filesystem::path &path)
{
    return path.filename().empty() ? path.parent_path().filename().string() : path.stem().string();
}

std::map<std::string, int64_t> lengthsOf(const std::filesystem::path &sequences)
{
    std::map<std::string, int64_t> lengths;
    SequenceReader reader(sequences);
    while (const auto sequence = reader.nextView())
        lengths[std::string(sequence->id)] = static_cast<int64_t>(sequence->bases.size());
    return lengths;
}

} // namespace

GivenBins scoreGivenBins(const std::filesystem::path &path, const LabelledSequences &data,
                         std::vector<std::string> &notes)
{
    const std::map<std::string, std::string> given = readBins(path);
    std::vector<std::string> bins;
    int64_t matched = 0;
    for (const Sequence &sequence : data.sequences) {
        const auto bin = given.find(sequence.id);
        bins.push_back(bin == given.end() ? std::string() : bin->second);
        matched += bin == given.end() ? 0 : 1;
    }
    if (matched == 0)
        throw InputError("holds bins of other contigs: none of its " + grouped(std::ssize(given)) +
                             " contigs is evaluated (first one " + printable(given.begin()->first) +
                             ")",
                         {.file = path}, "bins are joined by the first word of the header");
    GivenBins result{.name = nameOf(path)};
    if (const int64_t others = std::ssize(given) - matched; others > 0)
        notes.push_back(result.name + " also bins " + grouped(others) +
                        " contigs that are not evaluated; they do not count.");
    result.scores = scoreBins(bins, data);
    return result;
}

LabelledSequences readGoldStandard(const std::filesystem::path &goldStandard,
                                   const std::filesystem::path &sequences, int64_t shortest)
{
    const std::map<std::string, std::string> labels = readLabels(goldStandard);
    const std::map<std::string, int64_t> lengths =
        sequences.empty() ? readContigLengths(goldStandard) : lengthsOf(sequences);
    LabelledSequences data;
    std::set<std::string> species;
    int64_t isShort = 0;
    for (const auto &[id, label] : labels) {
        const auto length = lengths.find(id);
        if (length == lengths.end())
            throw InputError("there is no sequence for the contig " + printable(id),
                             {.file = sequences.empty() ? goldStandard : sequences},
                             "the gold standard and the sequences must have the same contigs");
        if (length->second < shortest) {
            data.leftOut.push_back({id, label, length->second, "short"});
            ++isShort;
            continue;
        }
        data.sequences.push_back({.id = id});
        data.species.push_back(label);
        data.lengths.push_back(length->second);
        species.insert(label);
    }
    if (data.sequences.empty())
        throw InputError("no contig is left: all are shorter than " + grouped(shortest) + " bp",
                         {.file = goldStandard}, "lower --shortest");
    data.speciesCount = std::ssize(species);
    if (isShort > 0)
        data.notes.push_back(grouped(isShort) + " contigs below " + grouped(shortest) +
                             " bp are listed in left_out.tsv and left out of every metric.");
    return data;
}

} // namespace helicase
