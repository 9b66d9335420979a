// Merges pairs of neighbouring symbols in a corpus, the most frequent first. A merge visits the
// positions of its pair in order, and lays those of the pairs that arise side by side, so that it
// takes time per occurrence only, however long words are. Memory: 2 or 4 bytes per character for
// the corpus, 8 to 16 for positions and joints, and 48 to 96 per kind of pair. One thread per
// object; large merges use several of their own, without effect on the result.
#pragma once

#include "core/tokenizer/training/due_pairs.h"
#include "core/tokenizer/training/neighbour_tally.h"
#include "core/tokenizer/training/position_store.h"
#include "core/tokenizer/training/symbol_corpus.h"

namespace helicase {

class PairMerger {
public:
    struct Limits {
        int64_t leastCount = 1;    // of pairs to be merged
        int64_t maximumLength = 0; // pairs that merges bring about stay below; 0: no limit
        int threads = 1;
    };

    PairMerger(SymbolCorpus corpus, const Limits &limits);

    // The most frequent pair; of equally frequent ones that with the smaller left, then right
    // symbol.
    std::optional<DuePair> takeMostFrequent() { return pairs_.takeMostFrequent(); }
    // Replaces a pair that was taken by the rule's result, in each word from left to right.
    void merge(const DuePair &due, const MergeRule &rule);

private:
    // The joints that one thread makes, and what stands beside them.
    struct Share {
        std::vector<Joint> joints;
        NeighbourTally before;
        NeighbourTally after;
    };
    struct Risen {
        PairTable::Index pair = PairTable::none;
        Positions positions;
    };

    void countInitialPairs();
    // As many shares as threads were worth it.
    std::span<Share> join(std::span<const int32_t> positions, const MergeRule &rule);
    void tally(Share &share);
    void layOut(std::span<Share> shares, NeighbourTally Share::*side, NeighbourTally &sum,
                uint32_t &size);
    void scatter(Share &share, int32_t *block) const;
    void updateCounts(const MergeRule &rule, int32_t *block);
    std::vector<Risen> countRisen(TokenId result, int32_t *block);
    bool isCounted(TokenId left, TokenId right) const;

    SymbolCorpus corpus_;
    Limits limits_;
    DuePairs pairs_;
    PositionStore store_;
    std::vector<Share> shares_; // one per thread
    NeighbourTally before_;     // of all shares
    NeighbourTally after_;
};

} // namespace helicase
