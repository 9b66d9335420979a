// Which tokens byte-pair encoding yields at all, and which of them may stand side by side.
//
// A token is reachable when its own letters encode to it. Two reachable tokens are compatible when,
// at no time while each was being built, a merge across their border would have gone first. The
// test replays both histories backwards: the later of the two last merges is undone again and
// again. What is at the border then was there until that merge, so that a merge across it of a
// lower rank would have been done before. At equal rank the two merges are of the same pair, and
// the left one goes first.
#pragma once

#include "core/tokenizer/bpe_model.h"

namespace helicase {

// How tokens come about. Immutable.
class PairCompatibility {
public:
    // The last merge that built a token.
    struct History {
        TokenId left = noToken;
        TokenId right = noToken;
        int32_t rank = Merge::none; // single characters: -1; unreachable tokens: none
    };

    // Null when some token is merged by a lower rank than a part of it, so that ranks do not tell
    // the order in time.
    static std::unique_ptr<PairCompatibility> make(const BpeRules &rules);

    bool isReachable(TokenId token) const { return historyOf(token).rank != Merge::none; }
    const History &historyOf(TokenId token) const { return histories_[static_cast<size_t>(token)]; }
    const MergeTable &merges() const { return merges_; }
    // One above the largest id.
    TokenId end() const { return static_cast<TokenId>(histories_.size()); }
    // Both must be reachable.
    bool areCompatible(TokenId left, TokenId right) const
    {
        return replay(left, right, Merge::none);
    }

private:
    explicit PairCompatibility(const BpeRules &rules);
    bool collectHistories(const BpeRules &rules);
    // Whether no merge below the limit crosses the border.
    bool replay(TokenId left, TokenId right, int32_t limit) const;

    MergeTable merges_;
    std::vector<History> histories_; // by token id
};

} // namespace helicase
