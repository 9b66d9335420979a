// Finds the longest token that a DNA sequence goes on with. Immutable once built.
#pragma once

#include "core/tokenizer/packed_bases.h"
#include "core/tokenizer/tokenizer.h"

namespace helicase {

class BaseTrie {
public:
    // Tokens must consist of A, C, G and T. ids: one above the largest.
    explicit BaseTrie(TokenId ids)
        : nodes_(1), lengths_(static_cast<size_t>(ids)),
          prefixes_(static_cast<size_t>(ids), noToken)
    {
    }
    void insert(TokenId token, std::string_view bases);
    // Must be called once, after the last token.
    void finish();

    // In bases.
    int32_t lengthOf(TokenId token) const { return lengths_[static_cast<size_t>(token)]; }
    // The longest token that is a proper prefix of this one; noToken: there is none.
    TokenId prefixOf(TokenId token) const { return prefixes_[static_cast<size_t>(token)]; }

    // The longest token at a place of a sequence with so many bases left; noToken: there is none.
    TokenId longestAt(const PackedBases &bases, size_t place, size_t left) const
    {
        uint64_t codes = bases.from(place);
        Start start;
        size_t depth = 0;
        if (left >= startBases) {
            start = starts_[codes % starts];
            depth = startBases;
            codes >>= 2 * startBases;
        }
        while (start.node >= 0 && depth < left) {
            start.node = nodes_[static_cast<size_t>(start.node)].children[codes % 4];
            if (start.node >= 0 && nodes_[static_cast<size_t>(start.node)].token != noToken)
                start.token = nodes_[static_cast<size_t>(start.node)].token;
            ++depth;
            codes = depth % 16 == 0 ? bases.from(place + depth) : codes >> 2;
        }
        return start.token;
    }

private:
    static constexpr size_t startBases = 6;
    static constexpr size_t starts = size_t{1} << 2 * startBases;

    // A prefix of tokens.
    struct Node {
        std::array<int32_t, 4> children{-1, -1, -1, -1};
        TokenId token = noToken;
    };
    // What the first bases lead to: the longest token among them and the node to go on from, -1 for
    // none.
    struct Start {
        TokenId token = noToken;
        int32_t node = 0;
    };

    Start startOf(size_t codes) const;

    std::vector<Node> nodes_;
    std::vector<int32_t> lengths_;  // by token
    std::vector<TokenId> prefixes_; // by token
    std::vector<Start> starts_;     // by the codes of the first bases
};

} // namespace helicase
