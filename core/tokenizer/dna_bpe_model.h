// Byte-pair encoding of DNA in linear time, for vocabularies whose merges join A, C, G and T only.
//
// A sequence of tokens is the encoding of its text exactly when every two neighbours are compatible
// (pair_compatibility.h). So the text is read from left to right: take the longest token that
// starts here and suits the one before; if none does, step back one token and take a shorter one
// there. Positions that led nowhere are remembered, which makes the whole linear. Principle: H. van
// Antwerpen and A. Neubeck, "So many tokens, so little time: Introducing a faster, more flexible
// byte-pair tokenizer" (GitHub, 2024). Before the longest token another one is tried: that with
// which the encoding of the next few bases alone begins. In nine of ten places it is right.
#pragma once

#include "core/tokenizer/base_trie.h"
#include "core/tokenizer/opening_tokens.h"
#include "core/tokenizer/subword_model.h"

namespace helicase {

class DnaBpeModel final : public SubwordModel {
public:
    // Null when the rules need the general algorithm.
    static std::unique_ptr<SubwordModel> makeIfSuitable(std::shared_ptr<const BpeRules> rules);

    void append(std::string_view text, TokenSink &sink) const override;

private:
    // tokens: the reachable ones that consist of bases.
    DnaBpeModel(std::shared_ptr<const BpeRules> rules,
                std::shared_ptr<const PairCompatibility> pairs, std::span<const TokenId> tokens);
    struct Workspace;
    // Of so many bases that stand in the workspace.
    void appendRun(size_t size, Workspace &workspace, TokenSink &sink) const;
    // The token to try first; left: the number of bases from there to the end, at least 1.
    TokenId guessAt(const PackedBases &bases, size_t place, size_t left) const
    {
        const TokenId guess =
            left < OpeningTokens::bases ? noToken : guesses_.of(bases.from(place));
        return guess == noToken ? trie_.longestAt(bases, place, left) : guess;
    }
    // The token to try after another one; noToken: all were tried.
    TokenId nextCandidate(const PackedBases &bases, size_t place, size_t left, TokenId tried) const;
    void appendSpans(size_t begin, std::span<const TokenId> tokens,
                     std::vector<TokenSpan> &spans) const;
    // The token of a character that is no base; noToken when it disappears.
    TokenId otherToken(std::string_view character, char32_t value) const;

    std::shared_ptr<const BpeRules> rules_;
    CompatibilityTable pairs_;
    OpeningTokens guesses_;
    BaseTrie trie_;
    std::array<TokenId, 128> asciiTokens_{}; // of characters that are no bases
};

} // namespace helicase
