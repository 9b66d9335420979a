#include "core/neural/evaluate/labelled_sequences.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/label_table.h"
#include "core/neural/evaluate/evaluation_result.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <map>
#include <set>

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
    ContigSelection(const std::filesystem::path &labelFile, const SequenceLimits &limits)
        : labelFile_(labelFile), limits_(limits), labels_(readLabels(labelFile))
    {
    }

    void add(Sequence sequence)
    {
        ++total_;
        const auto length = static_cast<int64_t>(sequence.bases.size());
        const auto label = labels_.find(sequence.id);
        if (label == labels_.end()) {
            if (unlabelled_++ == 0)
                firstUnlabelled_ = sequence.id;
            leaveOut({sequence.id, "", length, "no label"});
        } else if (length < limits_.shortest) {
            ++short_;
            leaveOut({sequence.id, label->second, length, "short"});
        } else {
            if (limits_.longest > 0 && length > limits_.longest)
                sequence.bases.resize(static_cast<size_t>(limits_.longest));
            result_.sequences.push_back(std::move(sequence));
            result_.species.push_back(label->second);
            result_.lengths.push_back(length);
        }
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
        LabelledSequences kept{.leftOut = std::move(result_.leftOut)};
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
                             {.file = labelFile_});
    }

    std::filesystem::path labelFile_;
    SequenceLimits limits_;
    std::map<std::string, std::string> labels_;
    LabelledSequences result_;
    std::string firstUnlabelled_;
    int64_t total_ = 0;
    int64_t unlabelled_ = 0;
    int64_t short_ = 0;
    int64_t rareSequences_ = 0;
    int64_t rareSpecies_ = 0;
};

} // namespace

LabelledSequences readLabelledSequences(const std::filesystem::path &sequences,
                                        const std::filesystem::path &labels,
                                        const SequenceLimits &limits)
{
    ContigSelection selection(labels, limits);
    SequenceReader reader(sequences);
    std::set<std::string> ids;
    while (std::optional<Sequence> sequence = reader.next()) {
        if (!ids.insert(sequence->id).second)
            throw InputError("the id " + printable(sequence->id) + " occurs twice",
                             reader.place(),
                             "give each sequence an id of its own; labels are joined by it");
        selection.add(std::move(*sequence));
    }
    if (ids.empty())
        throw InputError("there is no sequence in this file", {.file = sequences});
    return selection.finish();
}

} // namespace helicase
