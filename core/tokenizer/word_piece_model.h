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
    void append(std::string_view text, TokenSink &sink) const override;

private:
    // Length in bytes of the longest piece that starts the rest of a word; 0: none.
    struct Match {
        TokenId id = noToken;
        size_t bytes = 0;
    };
    Match longestPiece(std::string_view rest, bool continues) const;
    // False, and nothing appended, when the word cannot be cut.
    bool appendWord(std::string_view text, WordRange word, TokenSink &sink) const;

    std::shared_ptr<const WordPieceRules> rules_;
    size_t longestToken_ = 0; // in bytes
};

// The model for k-mers where the vocabulary is one of k-mers, the general one otherwise.
std::unique_ptr<SubwordModel> makeWordPieceModel(std::shared_ptr<const WordPieceRules> rules);

} // namespace helicase
