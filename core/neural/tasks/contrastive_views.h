// What the two views of a training sequence are. Sources: MAGICS-LAB/DNABERT_S,
// train/pretrain/dataloader/dataloader.py and training.py. Immutable; any thread.
#pragma once

#include "core/base/random_stream.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/run/option_values.h"

namespace helicase {

enum class ViewMethod {
    SameSpecies,     // the two sequences of a pair
    Dropout,         // the same sequence twice: only dropout makes the difference
    OtherStrand,     // the sequence and its reverse complement
    Complement,      // the sequence and its complement, not reversed, as published
    Substitutions,   // two copies with bases replaced by others
    RandomDeletions, // two copies with bases left out, as published
};

// From "objective.method", "published.complement" and "published.deletions".
ViewMethod viewMethodFrom(const OptionValues &options);

// The sequence with every base replaced by one of the other three with this probability.
std::string substituted(std::string_view bases, double share, RandomStream &random);
// The sequence without the bases that fall out, each with this probability; at least one stays.
std::string thinned(std::string_view bases, double share, RandomStream &random);
// Every base by its partner, in the same order; codes for several bases likewise.
std::string complemented(std::string_view bases);

// What is drawn from: the pairs, or for methods that make both views of one sequence the first
// sequences of all pairs followed by the second ones.
class ContrastiveViews {
public:
    // mutatedShare: of the bases that the last two methods change.
    ContrastiveViews(std::vector<ContrastivePair> pairs, ViewMethod method, double mutatedShare);

    int64_t size() const;
    // One per item; empty when a pair has none.
    std::vector<std::string> species() const;
    ContrastivePair draw(int64_t item, RandomStream &random) const;
    const std::vector<ContrastivePair> &pairs() const { return pairs_; }

private:
    std::vector<ContrastivePair> pairs_;
    ViewMethod method_;
    double mutatedShare_;
};

} // namespace helicase
