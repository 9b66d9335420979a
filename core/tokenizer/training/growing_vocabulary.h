// The tokens of a vocabulary while it is learned: special tokens, the characters of the text, the
// same with the prefix of continuing pieces, then what merges add.
#pragma once

#include "core/tokenizer/training/vocabulary_training.h"

#include <unordered_map>

namespace helicase {

class GrowingVocabulary {
public:
    GrowingVocabulary(std::span<const CountedWord> words, const VocabularyTraining &training);

    // The token a word's characters start as.
    TokenId character(char32_t c, bool continues) const
    {
        return (continues && !prefix_.empty() ? continuing_ : starting_)[c];
    }
    // The token that joins two, new or old.
    TokenId joined(TokenId left, TokenId right);
    size_t size() const { return tokens_.size(); }
    // By token: 1 of a character of the text, 0 of others.
    std::vector<int32_t> characterLengths() const;
    std::vector<std::string> takeTokens() { return std::move(tokens_); }

private:
    TokenId idOf(const std::string &token);
    void addPieces(std::vector<char32_t> pieces, const VocabularyTraining &training);

    std::string prefix_;
    std::vector<std::string> tokens_;
    std::unordered_map<std::string, TokenId> ids_;
    std::vector<TokenId> starting_; // by code point
    std::vector<TokenId> continuing_;
};

} // namespace helicase
