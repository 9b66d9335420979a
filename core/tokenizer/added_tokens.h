// Tokens that are cut out of a text before its model sees it: special tokens and words that were
// added to a vocabulary. Among overlapping matches the leftmost wins, then the longest.
#pragma once

#include "core/tokenizer/byte_finder.h"
#include "core/tokenizer/tokenizer.h"

namespace helicase {

struct AddedToken {
    TokenId id = noToken;
    std::string content;
    bool singleWord = false;       // only where no word character touches it
    bool takesBlanksLeft = false;  // swallows the whitespace before it ("lstrip")
    bool takesBlanksRight = false; // and after it ("rstrip")
    bool isNormalized = false;     // is looked for in the cleaned text, not in the original
    bool isSpecial = false;
};

// A piece of text: an added token, or ordinary text (id is noToken).
struct TextSegment {
    size_t begin = 0; // bytes
    size_t end = 0;
    TokenId id = noToken;
};

// Immutable after construction; copies are independent.
class AddedTokenMatcher {
public:
    // Tokens with empty contents never match.
    explicit AddedTokenMatcher(std::vector<AddedToken> tokens = {});
    bool isEmpty() const { return tokens_.empty(); }
    // Covers the text from left to right without gaps and without empty segments, apart from
    // whitespace that belongs to a token: that is part of the token's segment.
    std::vector<TextSegment> split(std::string_view text) const;

private:
    struct Match {
        const AddedToken *token = nullptr;
        size_t end = 0;
    };
    Match longestAt(std::string_view text, size_t begin) const;

    std::vector<AddedToken> tokens_; // by content
    ByteFinder firstBytes_;
};

} // namespace helicase
