#include "core/dataset/fragment_pairs.h"

#include "core/base/error.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <optional>
#include <string_view>

namespace helicase {

namespace {

struct LabelGroup {
    std::string label;
    std::vector<const Sequence *> sequences;
};

std::vector<LabelGroup> groupByLabel(std::span<const LabelledSequence> sequences)
{
    std::vector<LabelGroup> groups;
    for (const LabelledSequence &one : sequences) {
        auto group = std::ranges::find(groups, one.label, &LabelGroup::label);
        if (group == groups.end())
            group = groups.insert(group, {.label = one.label});
        group->sequences.push_back(&one.sequence);
    }
    return groups;
}

int64_t lengthOf(const Sequence &sequence)
{
    return static_cast<int64_t>(sequence.bases.size());
}

std::string_view basesOf(const LabelGroup &group, const Fragment &fragment)
{
    return std::string_view(group.sequences[fragment.sequence]->bases)
        .substr(static_cast<size_t>(fragment.start), static_cast<size_t>(fragment.length));
}

int64_t uniformBetween(int64_t smallest, int64_t largest, RandomStream &random)
{
    return smallest +
           static_cast<int64_t>(random.below(static_cast<uint64_t>(largest - smallest + 1)));
}

// How many contigs each sequence of a group gives: in proportion to what it can hold, none too
// many.
std::vector<int64_t> shareOut(const LabelGroup &group, const ContigSettings &settings)
{
    std::vector<int64_t> counts(group.sequences.size());
    for (int64_t i = 0; i < settings.contigsPerLabel; ++i) {
        // The next contig goes where the bases per contig stay largest.
        size_t best = counts.size();
        int64_t mostBases = settings.shortest - 1;
        for (size_t j = 0; j < counts.size(); ++j) {
            const int64_t bases = lengthOf(*group.sequences[j]) / (counts[j] + 1);
            if (bases > mostBases) {
                mostBases = bases;
                best = j;
            }
        }
        if (best == counts.size())
            break;
        ++counts[best];
    }
    return counts;
}

std::vector<int64_t> drawLengths(int64_t count, int64_t available, const ContigSettings &settings,
                                 RandomStream &random)
{
    const double ratio =
        static_cast<double>(settings.longest) / static_cast<double>(settings.shortest);
    std::vector<int64_t> lengths;
    for (int64_t i = 0; i < count; ++i) {
        const double length =
            static_cast<double>(settings.shortest) * std::pow(ratio, random.uniform());
        lengths.push_back(std::min(static_cast<int64_t>(std::llround(length)), settings.longest));
    }
    const int64_t least = count * settings.shortest;
    const int64_t sum = std::accumulate(lengths.begin(), lengths.end(), int64_t{0});
    if (sum <= available)
        return lengths;
    // What exceeds the shortest length shrinks in proportion until everything fits.
    const double factor = static_cast<double>(available - least) / static_cast<double>(sum - least);
    for (int64_t &length : lengths)
        length = settings.shortest +
                 static_cast<int64_t>(static_cast<double>(length - settings.shortest) * factor);
    return lengths;
}

// Lays contigs into one sequence from left to right; the free bases become gaps of random size.
std::vector<Fragment> placeContigs(size_t sequence, int64_t available,
                                   const std::vector<int64_t> &lengths, RandomStream &random)
{
    const int64_t used = std::accumulate(lengths.begin(), lengths.end(), int64_t{0});
    std::vector<int64_t> gapEnds;
    for (size_t i = 0; i < lengths.size(); ++i)
        gapEnds.push_back(uniformBetween(0, available - used, random));
    std::sort(gapEnds.begin(), gapEnds.end());
    std::vector<Fragment> fragments;
    int64_t before = 0;
    for (size_t i = 0; i < lengths.size(); ++i) {
        fragments.push_back(
            {.sequence = sequence, .start = gapEnds[i] + before, .length = lengths[i]});
        before += lengths[i];
    }
    return fragments;
}

std::string contigName(size_t number)
{
    char name[32];
    std::snprintf(name, sizeof name, "contig_%06zu", number);
    return name;
}

} // namespace

std::vector<ContrastivePair> cutFragmentPairs(std::span<const LabelledSequence> sequences,
                                              const FragmentPairSettings &settings,
                                              RandomStream &random)
{
    checkFragmentLengths(settings.shortest, settings.longest);
    const std::vector<LabelGroup> groups = groupByLabel(sequences);
    const FragmentSettings fragments{.shortest = settings.shortest,
                                     .longest = settings.longest,
                                     .largestUnknownShare = settings.largestUnknownShare,
                                     .strand = settings.strand};
    std::vector<PairCutter> cutters;
    for (const LabelGroup &group : groups)
        cutters.emplace_back(group.sequences, fragments);
    std::vector<ContrastivePair> pairs;
    for (int64_t i = 0; i < settings.pairsPerLabel; ++i)
        for (size_t group = 0; group < groups.size(); ++group) {
            auto pair = cutters[group].cut(random);
            if (!pair)
                throw Error("\"" + groups[group].label +
                                "\" has too little known sequence for two fragments of " +
                                std::to_string(settings.shortest) + " bases",
                            "choose shorter fragments or add sequence", ExitStatus::BadInput);
            pair->label = groups[group].label;
            pairs.push_back(std::move(*pair));
        }
    return pairs;
}

std::vector<Contig> cutContigs(std::span<const LabelledSequence> sequences,
                               const ContigSettings &settings, RandomStream &random)
{
    checkFragmentLengths(settings.shortest, settings.longest);
    std::vector<Contig> contigs;
    for (const LabelGroup &group : groupByLabel(sequences)) {
        const std::vector<int64_t> counts = shareOut(group, settings);
        for (size_t i = 0; i < counts.size(); ++i) {
            const Sequence &source = *group.sequences[i];
            const auto lengths = drawLengths(counts[i], lengthOf(source), settings, random);
            for (const Fragment &fragment : placeContigs(i, lengthOf(source), lengths, random)) {
                const std::string_view bases = basesOf(group, fragment);
                if (!isKnown(bases, settings.largestUnknownShare))
                    continue;
                Contig contig{.label = group.label};
                contig.sequence.bases = readFragment(bases, settings.strand, random);
                contig.sequence.description = source.id + ':' + std::to_string(fragment.start + 1) +
                                              '-' +
                                              std::to_string(fragment.start + fragment.length);
                contigs.push_back(std::move(contig));
            }
        }
    }
    random.shuffle(std::span(contigs));
    for (size_t i = 0; i < contigs.size(); ++i)
        contigs[i].sequence.id = contigName(i + 1);
    return contigs;
}

} // namespace helicase
