// How often each symbol stands on one side of the joints of a merge.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

class NeighbourTally {
public:
    struct Entry {
        int64_t count = 0; // joints, each as often as its word occurs
        uint32_t joints = 0;
        uint32_t next = 0; // where the position of the next joint goes
    };

    // Makes room for symbols below the number.
    void reserve(size_t symbols) { entries_.resize(std::max(entries_.size(), symbols)); }
    void add(TokenId symbol, int64_t count, uint32_t joints)
    {
        Entry &entry = entries_[static_cast<size_t>(symbol)];
        if (entry.joints == 0)
            symbols_.push_back(symbol);
        entry.count += count;
        entry.joints += joints;
    }
    void add(const NeighbourTally &other)
    {
        for (const TokenId symbol : other.symbols_)
            add(symbol, other[symbol].count, other[symbol].joints);
    }
    void clear()
    {
        for (const TokenId symbol : symbols_)
            entries_[static_cast<size_t>(symbol)] = {};
        symbols_.clear();
    }
    // Those that were added, in order of first appearance.
    std::span<const TokenId> symbols() const { return symbols_; }
    Entry &operator[](TokenId symbol) { return entries_[static_cast<size_t>(symbol)]; }
    const Entry &operator[](TokenId symbol) const { return entries_[static_cast<size_t>(symbol)]; }

private:
    std::vector<Entry> entries_;
    std::vector<TokenId> symbols_;
};

} // namespace helicase
