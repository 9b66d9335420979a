// Which tokens byte-pair encoding yields at all, and which of them may stand side by side.
//
// A token is reachable when its own letters encode to it. Two reachable tokens are compatible when,
// at no time while each was being built, a merge across their border would have gone first. The
// test replays both histories backwards: the later of the two last merges is undone again and again.
// What is at the border then was there until that merge, so that a merge across it of a lower rank
// would have been done before. At equal rank the two merges are of the same pair, and the left one
// goes first.
#pragma once

#include "core/tokenizer/bpe_model.h"

namespace helicase {

// Immutable. For vocabularies of up to 8,192 ids all answers stand in a table of bits.
class PairCompatibility {
public:
    // Null when some token is merged by a lower rank than a part of it, so that ranks do not tell
    // the order in time.
    static std::unique_ptr<PairCompatibility> make(const BpeRules &rules);

    bool isReachable(TokenId token) const { return historyOf(token).rank != Merge::none; }
    // Both must be reachable.
    bool areCompatible(TokenId left, TokenId right) const
    {
        return table_.empty() ? replay(left, right, Merge::none) : bitAt(left, right);
    }

private:
    // The last merge that built a token.
    struct History {
        TokenId left = noToken;
        TokenId right = noToken;
        int32_t rank = Merge::none; // single characters: -1; unreachable tokens: none
    };

    explicit PairCompatibility(const BpeRules &rules);
    const History &historyOf(TokenId token) const { return histories_[static_cast<size_t>(token)]; }
    bool collectHistories(const BpeRules &rules);
    // Whether no merge below the limit crosses the border.
    bool replay(TokenId left, TokenId right, int32_t limit) const;

    size_t wordOf(TokenId left, TokenId right) const
    {
        return rows_[static_cast<size_t>(left)] * wordsPerRow_ + static_cast<size_t>(right) / 64;
    }
    bool bitAt(TokenId left, TokenId right) const
    {
        return table_[wordOf(left, right)] >> static_cast<size_t>(right) % 64 & 1;
    }
    void setBit(TokenId left, TokenId right)
    {
        table_[wordOf(left, right)] |= uint64_t{1} << static_cast<size_t>(right) % 64;
    }
    void clearBit(TokenId left, TokenId right)
    {
        table_[wordOf(left, right)] &= ~(uint64_t{1} << static_cast<size_t>(right) % 64);
    }
    void fillTable(const BpeRules &rules);
    void fillRow(TokenId left, std::span<const TokenId> older, std::span<const TokenId> others,
                 std::span<const int32_t> rankWithLeft, std::span<const int32_t> rankWithPart);
    void shareEqualRows();

    MergeTable merges_;
    std::vector<History> histories_; // by token id
    // One bit per pair; empty for larger vocabularies. Most left tokens share their row with
    // others, so that the rows in use fit the processor's cache.
    std::vector<uint64_t> table_;
    std::vector<uint32_t> rows_; // by left token
    size_t wordsPerRow_ = 0;
};

} // namespace helicase
