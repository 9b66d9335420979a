// Cuts pairs of fragments at random, but repeatably, out of sequences that belong together: those
// of a species, or a single contig. Thread-safe as long as each thread has its own stream and
// counts.
#pragma once

#include "core/base/random_stream.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/sequence/sequence.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace helicase {

// Which strand a fragment is read from.
enum class FragmentStrand { AsGiven, Either };

// Whether the two fragments of a pair may share bases.
enum class FragmentOverlap { None, Allowed };

struct FragmentSettings {
    int64_t shortest = 1000; // bases of a fragment
    int64_t longest = 2000;
    double largestUnknownShare = 0.05; // of letters other than A, C, G, T
    FragmentStrand strand = FragmentStrand::AsGiven;
    FragmentOverlap overlap = FragmentOverlap::None;
};

// Throws OptionError for lengths below 1 or in the wrong order.
void checkFragmentLengths(int64_t shortest, int64_t longest);

// Whether no more than this share of the letters is other than A, C, G, T.
bool isKnown(std::string_view bases, double largestUnknownShare);

// The bases, or with even chance their reverse complement where either strand will do.
std::string readFragment(std::string_view bases, FragmentStrand strand, RandomStream &random);

struct Fragment {
    size_t sequence = 0; // index among those cut from
    int64_t start = 0;
    int64_t length = 0;

    bool overlaps(const Fragment &other) const;
};

// Draws that came to nothing.
struct RefusedDraws {
    int64_t unknown = 0; // fragments with too many unknown letters
    int64_t overlap = 0; // pairs whose fragments overlap
};

class PairCutter {
public:
    // The sequences must outlive the cutter.
    PairCutter(std::vector<const Sequence *> sequences, const FragmentSettings &settings);

    // Lengths are uniform between shortest and longest; places are uniform over all sequences.
    // Nothing when ten thousand draws found no pair: too little known sequence.
    std::optional<ContrastivePair> cut(RandomStream &random);

    const RefusedDraws &refused() const { return refused_; }

private:
    std::optional<Fragment> draw(RandomStream &random);
    std::string_view basesOf(const Fragment &fragment) const;
    int64_t startsIn(size_t sequence, int64_t length) const;
    int64_t startsFor(int64_t length) const;

    std::vector<const Sequence *> sequences_;
    FragmentSettings settings_;
    RefusedDraws refused_;
};

} // namespace helicase
