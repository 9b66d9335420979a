// Which tokens byte-pair encoding yields at all, and which of them may stand side by side.
//
// A token is reachable when its own letters encode to it. Two reachable tokens are compatible when,
// at no time while each was being built, a merge across their border would have gone first. The
// test replays both histories backwards.
#pragma once

#include "core/tokenizer/bpe_model.h"

#include <atomic>

namespace helicase {

// Answers may be asked for from several threads at once; they are remembered in a table of bits.
class PairCompatibility {
public:
    // Null when some token is merged by a lower rank than a part of it, so that ranks do not tell
    // the order in time.
    static std::unique_ptr<PairCompatibility> make(const BpeRules &rules);

    bool isReachable(TokenId token) const { return historyOf(token).rank != Merge::none; }
    // Both must be reachable.
    bool areCompatible(TokenId left, TokenId right) const
    {
        if (!memo_)
            return replay(left, right, Merge::none);
        const auto place =
            static_cast<size_t>(left) * histories_.size() + static_cast<size_t>(right);
        const uint64_t known = memo_[place / 32].load(std::memory_order_relaxed) >> place % 32 * 2;
        return known & isKnown ? (known & isCompatible) != 0 : remember(left, right, place);
    }

private:
    // The last merge that built a token.
    struct History {
        TokenId left = noToken;
        TokenId right = noToken;
        int32_t rank = Merge::none; // single characters: -1; unreachable tokens: none
    };
    static constexpr uint64_t isKnown = 1;
    static constexpr uint64_t isCompatible = 2;

    explicit PairCompatibility(const BpeRules &rules);
    bool collectHistories(const BpeRules &rules);
    const History &historyOf(TokenId token) const { return histories_[static_cast<size_t>(token)]; }
    // Whether no merge below the limit crosses the border.
    bool replay(TokenId left, TokenId right, int32_t limit) const;
    bool remember(TokenId left, TokenId right, size_t place) const;

    MergeTable table_;
    std::vector<History> histories_; // by token id
    // Two bits per pair; null when the vocabulary is too large for a table.
    std::unique_ptr<std::atomic<uint64_t>[]> memo_;
};

} // namespace helicase
