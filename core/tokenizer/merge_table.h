// Which pairs of tokens byte-pair encoding joins, and which of two pairs goes first.
// Immutable after construction.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <limits>

namespace helicase {

struct MergeRule {
    TokenId left = noToken;
    TokenId right = noToken;
    TokenId result = noToken;
};

// What a pair becomes; the lowest rank is merged first.
struct Merge {
    static constexpr int32_t none = std::numeric_limits<int32_t>::max();
    int32_t rank = none;
    TokenId result = noToken;
};

// A hash table with open addressing: the lookup is the innermost loop of encoding.
class MergeTable {
public:
    // A rule's rank is its place in the list; of two rules for one pair the later one counts.
    explicit MergeTable(std::span<const MergeRule> rules = {});

    // Rank Merge::none when the pair is not merged.
    Merge find(TokenId left, TokenId right) const
    {
        const uint64_t key = keyOf(left, right);
        for (size_t slot = slotOf(key);; slot = (slot + 1) & mask_) {
            if (slots_[slot].key == key)
                return slots_[slot].merge;
            if (slots_[slot].key == emptyKey)
                return {};
        }
    }

private:
    struct Slot {
        uint64_t key = emptyKey;
        Merge merge;
    };
    static constexpr uint64_t emptyKey = ~uint64_t{0};
    static uint64_t keyOf(TokenId left, TokenId right)
    {
        return uint64_t{static_cast<uint32_t>(left)} << 32 | static_cast<uint32_t>(right);
    }
    // Fibonacci hashing: the high bits of the product depend on all bits of the key.
    size_t slotOf(uint64_t key) const { return (key * 0x9E3779B97F4A7C15u) >> shift_; }

    std::vector<Slot> slots_;
    size_t mask_ = 0;
    int shift_ = 63;
};

} // namespace helicase
