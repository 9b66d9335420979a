// Byte-pair encoding of DNA in linear time, for vocabularies whose merges join A, C, G and T only.
//
// A sequence of tokens is the encoding of its text exactly when every two neighbours are compatible
// (pair_compatibility.h). So the text is read from left to right: take the longest token that
// starts here and suits the one before; if none does, step back one token and take a shorter one
// there. Positions that led nowhere are remembered, which makes the whole linear. Principle: H. van
// Antwerpen and A. Neubeck, "So many tokens, so little time: Introducing a faster, more flexible
// byte-pair tokenizer" (GitHub, 2024).
#pragma once

#include "core/tokenizer/pair_compatibility.h"

#include <array>

namespace helicase {

// Safe for concurrent use: the only mutable state is the memo of PairCompatibility.
class DnaBpeModel final : public SubwordModel {
public:
    // Null when the rules need the general algorithm.
    static std::unique_ptr<SubwordModel> makeIfSuitable(std::shared_ptr<const BpeRules> rules);

    void appendPieces(std::string_view text, std::vector<SubwordPiece> &pieces) const override;
    void appendIds(std::string_view text, std::vector<TokenId> &ids) const override;

private:
    // Of the trie over the reachable tokens: a node is a prefix of tokens.
    struct Node {
        std::array<int32_t, 4> children{-1, -1, -1, -1};
        TokenId token = noToken;
    };
    // Of a token.
    struct Shape {
        int32_t length = 0;
        TokenId shorter = noToken; // the longest token that is a proper prefix
    };

    DnaBpeModel(std::shared_ptr<const BpeRules> rules, std::unique_ptr<PairCompatibility> pairs);
    void insert(TokenId token, std::string_view bases);
    void linkPrefixes();
    int32_t codeOf(char c) const { return baseCodes_[static_cast<uint8_t>(c)]; }
    const Shape &shapeOf(TokenId token) const { return shapes_[static_cast<size_t>(token)]; }
    // noToken at the end of the bases.
    TokenId longestMatch(std::string_view bases) const;
    std::vector<TokenId> encodeRun(std::string_view bases) const;
    // Calls receive(id, begin, end) for each token of the text.
    template <typename Receiver>
    void encode(std::string_view text, const Receiver &receive) const;
    // The token of a character that is no base; noToken when it disappears.
    TokenId otherToken(std::string_view character, char32_t value) const;

    std::shared_ptr<const BpeRules> rules_;
    std::unique_ptr<PairCompatibility> pairs_;
    std::vector<Shape> shapes_; // by token id
    std::vector<Node> trie_;
    std::array<int8_t, 256> baseCodes_{}; // 0 to 3 for the bases of the vocabulary, -1 for others
};

} // namespace helicase
