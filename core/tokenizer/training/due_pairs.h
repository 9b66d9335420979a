// Which pair of neighbouring symbols is merged next. Only frequent pairs wait in a queue; the
// others are looked through when it runs empty.
#pragma once

#include "core/tokenizer/training/pair_table.h"

#include <limits>
#include <optional>
#include <queue>

namespace helicase {

// Of left symbols, ascending; some may be outdated.
using Positions = std::span<int32_t>;

struct DuePair {
    int64_t count = 0;
    TokenId left = noToken;
    TokenId right = noToken;
    PairTable::Index pair = PairTable::none;
};

class DuePairs {
public:
    // Pairs that occur less often are never due.
    explicit DuePairs(int64_t leastCount) : leastCount_(leastCount) {}

    PairTable::Index add(TokenId left, TokenId right, int64_t count)
    {
        const PairTable::Index index = pairs_.findOrAdd(left, right);
        pairs_[index].count += count;
        return index;
    }
    // Does nothing for a pair that was never added.
    void lower(TokenId left, TokenId right, int64_t count);
    // Fetches what add() and lower() will read.
    void prefetch(TokenId left, TokenId right) const { pairs_.prefetch(left, right); }
    // The pair arose at the positions, and its count is up to date.
    void setDue(PairTable::Index index, Positions positions);

    // The most frequent pair that is due; of equally frequent ones that with the smaller left, then
    // right symbol.
    std::optional<DuePair> takeMostFrequent();
    // The positions of a pair that was taken.
    Positions positionsOf(const DuePair &due) const
    {
        return {pairs_[due.pair].positions, pairs_[due.pair].positionCount};
    }

private:
    struct IsLater {
        bool operator()(const DuePair &a, const DuePair &b) const;
    };

    void enqueue(PairTable::Index index);
    bool lookThrough();

    int64_t leastCount_;
    int64_t queuedFrom_ = std::numeric_limits<int64_t>::max(); // pairs as frequent are in the queue
    PairTable pairs_;
    std::priority_queue<DuePair, std::vector<DuePair>, IsLater> queue_;
};

} // namespace helicase
