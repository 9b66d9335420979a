// Everything a tokenizer.json says, as values: what is read from it, written to it and made by
// training.
#pragma once

#include "core/tokenizer/added_tokens.h"
#include "core/tokenizer/bpe_model.h"
#include "core/tokenizer/normalized_text.h"
#include "core/tokenizer/special_template.h"
#include "core/tokenizer/truncation.h"
#include "core/tokenizer/word_piece_model.h"

#include <variant>

namespace helicase {

// How tokens become text again.
enum class TokenDecoder {
    Blanks,       // tokens joined with blanks
    WordPiece,    // continuation pieces joined to their words
    WordPieceTidy // and the blanks before English punctuation and contractions removed
};

struct TokenizerDefinition {
    std::vector<AddedToken> addedTokens;
    std::optional<BertNormalization> normalization; // nothing: the text is taken as it is
    SpecialTemplate specialTemplate;
    TokenDecoder decoder = TokenDecoder::Blanks;
    std::variant<std::shared_ptr<const BpeRules>, std::shared_ptr<const WordPieceRules>> model;
    // What the last program that saved the file had switched on; encode() pays no heed to them.
    std::optional<Truncation> savedTruncation;
    std::optional<Padding> savedPadding;
};

// Both throw InputError: the file is unreadable, is no tokenizer, contradicts itself, or uses a
// part that is not supported.
TokenizerDefinition readTokenizerJson(const std::filesystem::path &file);
// A BERT vocabulary: one token per line, its line number is its id. A tokenizer_config.json beside
// it tells whether letters are lowered.
TokenizerDefinition readVocabularyText(const std::filesystem::path &file);

// Writes tokenizer.json, tokenizer_config.json and, for WordPiece, vocab.txt. Throws DiskError.
void writeTokenizer(const TokenizerDefinition &definition, const std::filesystem::path &folder);

// The special tokens of the published models for a new vocabulary that holds them: [UNK], [CLS],
// [SEP], [PAD], [MASK] where present, and BERT's template when [CLS] and [SEP] are.
std::vector<AddedToken> specialTokensOf(const Vocabulary &vocabulary);
SpecialTemplate bertTemplateOf(const Vocabulary &vocabulary);

} // namespace helicase
