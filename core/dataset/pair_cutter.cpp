#include "core/dataset/pair_cutter.h"

#include "core/base/error.h"
#include "core/sequence/alphabet.h"

#include <algorithm>

namespace helicase {

namespace {

int64_t uniformBetween(int64_t smallest, int64_t largest, RandomStream &random)
{
    return smallest +
           static_cast<int64_t>(random.below(static_cast<uint64_t>(largest - smallest + 1)));
}

} // namespace

void checkFragmentLengths(int64_t shortest, int64_t longest)
{
    if (shortest < 1 || longest < shortest)
        throw OptionError("length",
                          "found " + std::to_string(shortest) + " to " + std::to_string(longest) +
                              " bases (expected 1 or more, the longest not below the shortest)");
}

bool isKnown(std::string_view bases, double largestUnknownShare)
{
    const auto unknown = std::ranges::count_if(bases, [](char letter) {
        return std::string_view("ACGTacgt").find(letter) == std::string_view::npos;
    });
    return static_cast<double>(unknown) <= largestUnknownShare * static_cast<double>(bases.size());
}

std::string readFragment(std::string_view bases, FragmentStrand strand, RandomStream &random)
{
    const bool isTurned = strand == FragmentStrand::Either && random.below(2) == 1;
    return isTurned ? reverseComplement(bases) : std::string(bases);
}

bool Fragment::overlaps(const Fragment &other) const
{
    return sequence == other.sequence && start < other.start + other.length &&
           other.start < start + length;
}

PairCutter::PairCutter(std::vector<const Sequence *> sequences, const FragmentSettings &settings)
    : sequences_(std::move(sequences)), settings_(settings)
{
    checkFragmentLengths(settings.shortest, settings.longest);
}

std::optional<ContrastivePair> PairCutter::cut(RandomStream &random)
{
    // A place is refused for unknown letters or overlap; with enough sequence a few draws suffice.
    constexpr int mostDraws = 10'000;
    for (int i = 0; i < mostDraws; ++i) {
        const auto first = draw(random);
        const auto second = draw(random);
        if (!first || !second)
            continue;
        if (settings_.overlap == FragmentOverlap::None && first->overlaps(*second)) {
            ++refused_.overlap;
            continue;
        }
        ContrastivePair pair;
        pair.first = readFragment(basesOf(*first), settings_.strand, random);
        pair.second = readFragment(basesOf(*second), settings_.strand, random);
        return pair;
    }
    return std::nullopt;
}

// Longer sequences are drawn more often: each possible start of the fragment is equally likely.
std::optional<Fragment> PairCutter::draw(RandomStream &random)
{
    int64_t length = uniformBetween(settings_.shortest, settings_.longest, random);
    int64_t starts = startsFor(length);
    if (starts == 0) {
        length = settings_.shortest;
        starts = startsFor(length);
    }
    if (starts == 0)
        return std::nullopt;
    auto place = static_cast<int64_t>(random.below(static_cast<uint64_t>(starts)));
    Fragment fragment{.length = length};
    for (;; ++fragment.sequence) {
        const int64_t here = startsIn(fragment.sequence, length);
        if (place < here)
            break;
        place -= here;
    }
    fragment.start = place;
    if (isKnown(basesOf(fragment), settings_.largestUnknownShare))
        return fragment;
    ++refused_.unknown;
    return std::nullopt;
}

std::string_view PairCutter::basesOf(const Fragment &fragment) const
{
    return std::string_view(sequences_[fragment.sequence]->bases)
        .substr(static_cast<size_t>(fragment.start), static_cast<size_t>(fragment.length));
}

int64_t PairCutter::startsIn(size_t sequence, int64_t length) const
{
    return std::max<int64_t>(std::ssize(sequences_[sequence]->bases) - length + 1, 0);
}

int64_t PairCutter::startsFor(int64_t length) const
{
    int64_t starts = 0;
    for (size_t i = 0; i < sequences_.size(); ++i)
        starts += startsIn(i, length);
    return starts;
}

} // namespace helicase
