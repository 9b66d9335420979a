#include "core/neural/evaluate/labelled_sequences.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/label_table.h"
#include "core/neural/evaluate/evaluation_result.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/line_reader.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace helicase {

namespace {

// "1 contig", "2,500 contigs".
std::string contigs(int64_t number)
{
    return grouped(number) + (number == 1 ? " contig" : " contigs");
}

std::string are(int64_t number)
{
    return number == 1 ? " is" : " are";
}

class ContigSelection {
public:
    // labelFile: where the labels come from, for messages.
    ContigSelection(const std::filesystem::path &labelFile, const SequenceLimits &limits)
        : labelFile_(labelFile), limits_(limits)
    {
    }

    void add(Sequence sequence, const std::string &label)
    {
        ++total_;
        const auto length = static_cast<int64_t>(sequence.bases.size());
        if (length < limits_.shortest) {
            ++short_;
            leaveOut({sequence.id, label, length, "short"});
            return;
        }
        if (limits_.longest > 0 && length > limits_.longest)
            sequence.bases.resize(static_cast<size_t>(limits_.longest));
        result_.sequences.push_back(std::move(sequence));
        result_.species.push_back(label);
        result_.lengths.push_back(length);
    }

    void addUnlabelled(const Sequence &sequence)
    {
        ++total_;
        if (unlabelled_++ == 0)
            firstUnlabelled_ = sequence.id;
        leaveOut({sequence.id, "", static_cast<int64_t>(sequence.bases.size()), "no label"});
    }

    // Ids of the label file that no sequence has.
    void addUnusedLabels(const std::map<std::string, std::string> &labels)
    {
        if (!labels.empty())
            result_.notes.push_back("The sequences have no id " + printable(labels.begin()->first) +
                                    " (" + grouped(std::ssize(labels)) +
                                    " unmatched of the label file).");
    }

    LabelledSequences finish()
    {
        leaveOutRareSpecies();
        writeNotes();
        refuseUselessRest();
        return std::move(result_);
    }

private:
    void leaveOut(LeftOutSequence sequence) { result_.leftOut.push_back(std::move(sequence)); }

    void leaveOutRareSpecies()
    {
        std::map<std::string, int64_t> counts;
        for (const std::string &species : result_.species)
            ++counts[species];
        LabelledSequences kept{.leftOut = std::move(result_.leftOut),
                               .notes = std::move(result_.notes)};
        for (size_t i = 0; i < result_.sequences.size(); ++i) {
            const std::string &species = result_.species[i];
            if (counts[species] < limits_.fewest) {
                ++rareSequences_;
                kept.leftOut.push_back(
                    {result_.sequences[i].id, species, result_.lengths[i], "rare species"});
                continue;
            }
            kept.sequences.push_back(std::move(result_.sequences[i]));
            kept.species.push_back(species);
            kept.lengths.push_back(result_.lengths[i]);
        }
        for (const auto &[species, count] : counts)
            ++(count < limits_.fewest ? rareSpecies_ : kept.speciesCount);
        result_ = std::move(kept);
    }

    void writeNotes()
    {
        if (short_ > 0)
            result_.notes.push_back(contigs(short_) + " below " + grouped(limits_.shortest) +
                                    " bp" + are(short_) +
                                    " listed in left_out.tsv and left out of every metric.");
        if (rareSpecies_ > 0)
            result_.notes.push_back(grouped(rareSpecies_) + " species with fewer than " +
                                    contigs(limits_.fewest) + are(rareSpecies_) + " left out (" +
                                    contigs(rareSequences_) + ").");
        if (unlabelled_ > 0)
            result_.notes.push_back("The label file has no id " + printable(firstUnlabelled_) +
                                    " (" + grouped(unlabelled_) + " unmatched of " +
                                    grouped(total_) + "). Contigs without a label are left out.");
    }

    void refuseUselessRest() const
    {
        if (unlabelled_ == total_)
            throw InputError("no id of the label file occurs among the " + grouped(total_) +
                                 " sequences (first sequence " + printable(firstUnlabelled_) + ")",
                             {.file = labelFile_},
                             "labels are joined by the first word of the header");
        if (result_.sequences.empty())
            throw InputError("no sequence is left: " + grouped(short_) + " are shorter than " +
                                 grouped(limits_.shortest) + " bp, " + grouped(rareSequences_) +
                                 " are of species with fewer than " + grouped(limits_.fewest),
                             {.file = labelFile_}, "lower --shortest or --fewest");
        if (result_.speciesCount < 2)
            throw InputError("one species only (" + printable(result_.species.front()) +
                                 "): clustering cannot be scored",
                             {.file = labelFile_},
                             "an evaluation needs contigs of at least two species");
    }

    std::filesystem::path labelFile_;
    SequenceLimits limits_;
    LabelledSequences result_;
    std::string firstUnlabelled_;
    int64_t total_ = 0;
    int64_t unlabelled_ = 0;
    int64_t short_ = 0;
    int64_t rareSequences_ = 0;
    int64_t rareSpecies_ = 0;
};

// One line of the published layout.
struct TableRow {
    std::string_view bases;
    std::string_view label;
};

TableRow splitRow(std::string_view line, const LineReader &lines)
{
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells.size() != 2)
        throw InputError("found " + std::to_string(cells.size()) +
                             " columns (expected two, sequence and label, with a tab between)",
                         lines.place(), "contigs in FASTA need a file of labels: --labels");
    return {trim(cells[0]), trim(cells[1])};
}

void requireNucleotides(std::string_view bases, const LineReader &lines)
{
    const auto wrong =
        std::ranges::find_if(bases, [](char letter) { return !isNucleotideCode(letter); });
    if (wrong != bases.end())
        throw InputError(printable(std::string(1, *wrong)) + " is not a nucleotide code",
                         lines.place());
}

LabelledSequences readPublishedTable(const std::filesystem::path &file,
                                     const SequenceLimits &limits)
{
    ContigSelection selection(file, limits);
    LineReader lines(file);
    bool isHeader = true;
    bool isEmpty = true;
    while (const auto line = lines.next()) {
        if (trim(*line).empty())
            continue;
        const TableRow row = splitRow(*line, lines);
        if (std::exchange(isHeader, false))
            continue;
        requireNucleotides(row.bases, lines);
        if (row.bases.empty() || row.label.empty())
            throw InputError(row.bases.empty() ? "row without a sequence" : "row without a label",
                             lines.place());
        selection.add({.id = std::to_string(lines.lineNumber()), .bases = std::string(row.bases)},
                      std::string(row.label));
        isEmpty = false;
    }
    if (isEmpty)
        throw InputError("there is no sequence in this file", {.file = file});
    return selection.finish();
}

bool isPublishedTable(const std::filesystem::path &file)
{
    const std::string name = file.filename().string();
    return name.starts_with("clustering_") && (name.ends_with(".tsv") || name.ends_with(".tsv.gz"));
}

} // namespace

LabelledSequences readLabelledSequences(const std::filesystem::path &sequences,
                                        const std::filesystem::path &labelFile,
                                        const SequenceLimits &limits)
{
    if (labelFile.empty())
        return readPublishedTable(sequences, limits);
    ContigSelection selection(labelFile, limits);
    std::map<std::string, std::string> labels = readLabels(labelFile);
    SequenceReader reader(sequences);
    std::set<std::string> ids;
    while (std::optional<Sequence> sequence = reader.next()) {
        if (!ids.insert(sequence->id).second)
            throw InputError("the id " + printable(sequence->id) + " occurs twice", reader.place(),
                             "give each sequence an id of its own; labels are joined by it");
        if (const auto label = labels.extract(sequence->id))
            selection.add(std::move(*sequence), label.mapped());
        else
            selection.addUnlabelled(*sequence);
    }
    if (ids.empty())
        throw InputError("there is no sequence in this file", {.file = sequences});
    selection.addUnusedLabels(labels);
    return selection.finish();
}

std::vector<std::filesystem::path> sequenceSources(const std::filesystem::path &data)
{
    if (!std::filesystem::is_directory(data))
        return {data};
    std::vector<std::filesystem::path> sources;
    for (const auto &entry : std::filesystem::directory_iterator(data))
        if (isPublishedTable(entry.path()))
            sources.push_back(entry.path());
    if (sources.empty())
        throw InputError("holds no clustering_*.tsv", {.file = data},
                         "name a folder of published tables, or a file of sequences");
    std::ranges::sort(sources);
    return sources;
}

} // namespace helicase
