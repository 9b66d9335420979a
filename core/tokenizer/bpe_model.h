// Byte-pair encoding for any vocabulary: start from single characters, join the neighbouring pair
// of the lowest rank, the leftmost first, until no pair is left. O(n log n) in the length of a
// word.
#pragma once

#include "core/tokenizer/merge_table.h"
#include "core/tokenizer/subword_model.h"

namespace helicase {

// All that defines a byte-pair encoding.
struct BpeRules {
    Vocabulary vocabulary;
    std::vector<MergeRule> merges; // in order of rank
    TokenId unknown = noToken;     // noToken: unknown characters disappear
    bool fuseUnknown = false;      // neighbouring unknown characters of a word are one token
    bool ignoreMerges = false;     // a word that is a token itself is not cut
    PreTokenizer preTokenizer = PreTokenizer::Whitespace;
};

class BpeModel final : public SubwordModel {
public:
    explicit BpeModel(std::shared_ptr<const BpeRules> rules);
    void append(std::string_view text, TokenSink &sink) const override;

private:
    void appendWord(std::string_view text, WordRange word, TokenSink &sink) const;

    std::shared_ptr<const BpeRules> rules_;
    MergeTable table_;
};

// The fastest model that the rules allow: for single characters, for DNA, or the general one.
std::unique_ptr<SubwordModel> makeBpeModel(std::shared_ptr<const BpeRules> rules);

} // namespace helicase
