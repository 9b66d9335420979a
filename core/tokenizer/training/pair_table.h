// Every pair of neighbouring symbols that arose while a vocabulary is learned, with its count and
// the positions that made it due. A hash table of indices over a dense list; 48 to 96 bytes per
// pair.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

struct SymbolPair {
    TokenId left = noToken;
    TokenId right = noToken;
    int64_t count = 0;
    int32_t *positions = nullptr;
    uint32_t positionCount = 0;
    bool isDue = false; // it arose and was not merged yet
};

class PairTable {
public:
    using Index = uint32_t;
    static constexpr Index none = ~Index{0};

    PairTable();
    Index find(TokenId left, TokenId right) const;
    Index findOrAdd(TokenId left, TokenId right);
    // Fetches what find() will read.
    void prefetch(TokenId left, TokenId right) const
    {
        __builtin_prefetch(&slots_[hashOf(left, right) & mask_]);
    }
    SymbolPair &operator[](Index index) { return pairs_[index]; }
    const SymbolPair &operator[](Index index) const { return pairs_[index]; }
    std::span<SymbolPair> all() { return pairs_; }
    std::span<const SymbolPair> all() const { return pairs_; }

private:
    // The upper half of a hash and an index; no pair: emptySlot.
    using Slot = uint64_t;
    static constexpr Slot emptySlot = ~Slot{0};
    static uint64_t hashOf(TokenId left, TokenId right)
    {
        uint64_t key = uint64_t{static_cast<uint32_t>(left)} << 32 | static_cast<uint32_t>(right);
        key *= 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio
        return key ^ key >> 29;
    }
    void insert(uint64_t hash, Index index);
    void grow();

    std::vector<SymbolPair> pairs_;
    std::vector<Slot> slots_;
    size_t mask_ = 0;
};

} // namespace helicase
