// The text a vocabulary is learned from, as symbols that are joined in place. A symbol of n
// characters takes n places; the first and the last of them hold it, so that both neighbours of a
// symbol are one step away without links. Four bytes per character and word.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <span>

namespace helicase {

// A place where two symbols became one, and what stood beside them then; noToken: a word's end.
struct Joint {
    int32_t position = 0; // of the left symbol
    TokenId before = noToken;
    TokenId after = noToken;
};

// Words that occur equally often, up to the next run.
struct WordRun {
    int32_t begin = 0; // position
    int64_t count = 1; // of each word
};

class SymbolCorpus {
public:
    explicit SymbolCorpus(size_t charactersAndWords);

    // Counts must not fall from word to word.
    void beginWord(int64_t count);
    // A symbol of one character. Throws Error beyond 2^31 characters and words.
    void append(TokenId symbol);
    void endWords();

    // Makes the result of two symbols known. Throws Error when it exists with another length,
    // which happens only when the prefix of continuing pieces stands in the text, too.
    void addResult(TokenId left, TokenId right, TokenId result);
    // Joins the two symbols wherever they stand at one of the positions, from left to right, and
    // appends the joints. The positions ascend; each began the left symbol once. Ranges of
    // positions may be joined by several threads when separateAt() parted them.
    void join(std::span<const int32_t> positions, TokenId left, TokenId right, TokenId result,
              std::vector<Joint> &joints);
    // The first index, at or after the given one, where positions can be parted between threads.
    size_t separateAt(std::span<const int32_t> positions, size_t index, TokenId left,
                      TokenId right) const;

    std::span<const TokenId> places() const { return symbols_; }
    std::span<const WordRun> runs() const { return runs_; }
    size_t symbolCount() const { return lengths_.size(); }
    int32_t length(TokenId symbol) const { return lengths_[static_cast<size_t>(symbol)]; }

private:
    std::vector<TokenId> symbols_; // noToken between words and where an inner symbol began
    std::vector<int32_t> lengths_; // by symbol
    std::vector<WordRun> runs_;
};

} // namespace helicase
