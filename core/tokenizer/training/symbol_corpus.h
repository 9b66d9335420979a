// The text a vocabulary is learned from, as symbols that are joined in place. A symbol of n
// characters takes n places; the first and the last of them hold it, so that both neighbours of a
// symbol are one step away without links. Two bytes per character and word, four when there are
// more than 32767 symbols.
#pragma once

#include "core/tokenizer/merge_table.h"

#include <span>
#include <variant>
#include <vector>

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
    // places: characters and words, at most; lengths: of symbols in characters, 0 of those that the
    // text has none of; symbols: how many there may be. Throws Error for more than 2^31 - 2 places.
    SymbolCorpus(size_t places, std::vector<int32_t> lengths, int64_t symbols);

    // Calls nextSymbol() for every symbol of a word until it returns noToken. Counts must not fall
    // from word to word.
    template <typename NextSymbol>
    void addWord(int64_t count, const NextSymbol &nextSymbol)
    {
        beginWord(count);
        std::visit(
            [&](auto &symbols) {
                using Symbol = typename std::decay_t<decltype(symbols)>::value_type;
                do
                    symbols.push_back(static_cast<Symbol>(nextSymbol()));
                while (symbols.back() != noToken);
            },
            symbols_);
    }

    // Calls use(left, right, position, count of the word) wherever two symbols of one character are
    // neighbours.
    template <typename Use>
    void forEachNeighbours(const Use &use) const
    {
        std::visit([&](const auto &symbols) { useNeighbours(symbols, use); }, symbols_);
    }

    // Makes the result of a rule known. Throws Error when it exists with another length, which
    // happens only when the prefix of continuing pieces stands in the text, too.
    void addResult(const MergeRule &rule);
    // Joins the two symbols wherever they stand at one of the positions, from left to right, and
    // appends the joints. The positions ascend; each began the left symbol once. Ranges of
    // positions may be joined by several threads when separateAt() parted them.
    void join(std::span<const int32_t> positions, const MergeRule &rule,
              std::vector<Joint> &joints);
    // The first index, at or after the given one, where positions can be parted between threads.
    size_t separateAt(std::span<const int32_t> positions, size_t index,
                      const MergeRule &rule) const;

    std::span<const WordRun> runs() const { return runs_; }
    size_t symbolCount() const { return lengths_.size(); }
    int32_t length(TokenId symbol) const { return lengths_[static_cast<size_t>(symbol)]; }

private:
    void beginWord(int64_t count);

    template <typename Symbols, typename Use>
    void useNeighbours(const Symbols &symbols, const Use &use) const
    {
        for (size_t run = 0; run < runs_.size(); ++run) {
            const size_t end =
                run + 1 < runs_.size() ? static_cast<size_t>(runs_[run + 1].begin) : symbols.size();
            for (auto i = static_cast<size_t>(runs_[run].begin); i + 1 < end; ++i)
                if (symbols[i] != noToken && symbols[i + 1] != noToken)
                    use(TokenId{symbols[i]}, TokenId{symbols[i + 1]}, static_cast<int32_t>(i),
                        runs_[run].count);
        }
    }

    // noToken before and after every word, and where an inner symbol began.
    std::variant<std::vector<int16_t>, std::vector<TokenId>> symbols_;
    std::vector<int32_t> lengths_; // by symbol
    std::vector<WordRun> runs_;
};

} // namespace helicase
