// BERT's WordPiece: each word is cut from the left into the longest pieces of the vocabulary;
// pieces that continue a word carry a prefix ("##"). A word that cannot be cut so is one unknown
// token.
#pragma once

#include "core/tokenizer/subword_model.h"

namespace helicase {

struct WordPieceRules {
    Vocabulary vocabulary;
    TokenId unknown = noToken;
    std::string continuationPrefix = "##";
    int64_t longestWord = 100; // in characters; longer words are unknown
    PreTokenizer preTokenizer = PreTokenizer::Bert;
};

class WordPieceModel final : public SubwordModel {
public:
    explicit WordPieceModel(std::shared_ptr<const WordPieceRules> rules);
    void appendPieces(std::string_view text, std::vector<SubwordPiece> &pieces) const override;
    void appendIds(std::string_view text, std::vector<TokenId> &ids) const override;

private:
    // Length in bytes of the longest piece that starts the rest of a word; 0: none.
    struct Match {
        TokenId id = noToken;
        size_t bytes = 0;
    };
    Match longestPiece(std::string_view rest, bool continues) const;
    bool appendWord(std::string_view text, WordRange word, std::vector<SubwordPiece> &pieces) const;

    std::shared_ptr<const WordPieceRules> rules_;
    size_t longestToken_ = 0; // in bytes
};

} // namespace helicase
