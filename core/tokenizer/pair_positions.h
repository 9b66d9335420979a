// Where every pair of neighbouring symbols stands in a corpus and how often, kept up to date while
// pairs are merged. Words are linked lists in arrays, so that a merge costs time per occurrence
// only, however long the words are. One thread per object.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <functional>
#include <queue>
#include <unordered_map>

namespace helicase {

// Words as symbols, one after another, each word with the number of times it occurs.
class SymbolCorpus {
public:
    void beginWord(int64_t count);
    // Throws Error beyond 2^31 symbols.
    void append(TokenId symbol);

private:
    friend class PairPositions;
    std::vector<TokenId> symbols_;
    std::vector<int32_t> wordStarts_;
    std::vector<int64_t> wordCounts_;
};

// A pair that is due, and the part of its positions that made it due.
struct DuePair {
    int64_t count = 0;
    TokenId left = noToken;
    TokenId right = noToken;
    size_t firstPosition = 0; // into the pair's list of positions
    size_t lastPosition = 0;  // one behind the last
};

class PairPositions {
public:
    explicit PairPositions(SymbolCorpus corpus);

    // The most frequent pair; of equally frequent ones that with the smaller left, then right
    // symbol.
    std::optional<DuePair> takeMostFrequent();
    // Replaces the pair by the result in the words that made it due, each word from left to right.
    // Pairs that arise are counted when isCounted(left, right).
    void merge(const DuePair &due, TokenId result,
               const std::function<bool(TokenId, TokenId)> &isCounted);

private:
    struct PairState {
        int64_t count = 0;
        std::vector<int32_t> positions; // of left symbols; some may be outdated
        int32_t due = 0;                // how many times the pair waits in the queue
        bool isPartial = false;         // positions may belong to several or to no due entry
        size_t firstNew = 0;            // positions from here on arose in the present merge
        int64_t lastMerge = -1;         // the last merge that gave it positions
    };
    struct IsLater {
        bool operator()(const DuePair &a, const DuePair &b) const;
    };

    static uint64_t keyOf(TokenId left, TokenId right)
    {
        return uint64_t{static_cast<uint32_t>(left)} << 32 | static_cast<uint32_t>(right);
    }
    TokenId &symbolAt(int32_t position) { return corpus_.symbols_[static_cast<size_t>(position)]; }
    int32_t &nextOf(int32_t position) { return next_[static_cast<size_t>(position)]; }
    int32_t &previousOf(int32_t position) { return previous_[static_cast<size_t>(position)]; }
    // Searches from a word that starts at or before the position.
    size_t wordOf(int32_t position, size_t from) const;
    void countInitialPairs();
    std::vector<int32_t> positionsToMerge(const DuePair &due, PairState &state);
    void mergeAt(int32_t position, TokenId result, int64_t count,
                 const std::function<bool(TokenId, TokenId)> &isCounted);
    void countDown(TokenId left, TokenId right, int64_t count);
    void countUp(TokenId left, TokenId right, int32_t position, int64_t count);
    void enqueueRisen();

    SymbolCorpus corpus_;
    std::vector<int32_t> next_;     // -1 at the end of a word
    std::vector<int32_t> previous_; // -1 at its start
    std::unordered_map<uint64_t, PairState> pairs_;
    std::priority_queue<DuePair, std::vector<DuePair>, IsLater> queue_;
    std::vector<uint64_t> risen_; // pairs that arose in the present merge
    int64_t merges_ = 0;
};

} // namespace helicase
