#include "core/neural/evaluate/word_features.h"

#include "core/sequence/kmer_profile.h"

namespace helicase {

namespace {

constexpr int wordLength = 4;

} // namespace

Matrix wordShares(const ClassificationSet &set)
{
    const KmerCounter counter(wordLength);
    const auto width = static_cast<size_t>(counter.width());
    Matrix shares(std::ssize(set.examples), counter.width() * (set.isPaired ? 2 : 1));
    for (int64_t row = 0; row < shares.rows(); ++row) {
        const ClassificationExample &example = set.examples[static_cast<size_t>(row)];
        counter.profile(example.sequence, shares.row(row).first(width));
        if (set.isPaired)
            counter.profile(example.pair, shares.row(row).last(width));
    }
    return shares;
}

} // namespace helicase
