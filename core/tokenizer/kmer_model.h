// Overlapping k-mers, one that begins at every base: the tokens of DNABERT, whose vocabulary holds
// every word of k letters A, C, G and T. A word of a text that is longer than k is cut into its
// k-mers; a text of k-mers with blanks between, as the published programs want it, gives the same
// tokens. Y. Ji et al., "DNABERT", Bioinformatics 37 (2021).
#pragma once

#include "core/tokenizer/word_piece_model.h"

namespace helicase {

class KmerModel final : public SubwordModel {
public:
    // Null unless the DNA words of the vocabulary are all k-mers of one length, 3 to 8.
    static std::unique_ptr<SubwordModel>
    makeIfSuitable(std::shared_ptr<const WordPieceRules> rules);

    void append(std::string_view text, TokenSink &sink) const override;

private:
    KmerModel(std::shared_ptr<const WordPieceRules> rules, size_t length);
    void appendWord(std::string_view text, WordRange word, TokenSink &sink) const;

    std::shared_ptr<const WordPieceRules> rules_;
    size_t length_;
    std::vector<TokenId> tokens_; // by the codes of the bases, the last base lowest
};

// The length of the k-mers that a vocabulary consists of, apart from tokens that are no DNA;
// nothing when it is another kind of vocabulary.
std::optional<size_t> kmerLengthOf(const Vocabulary &vocabulary);

} // namespace helicase
