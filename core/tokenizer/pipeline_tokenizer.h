// A tokenizer as a tokenizer.json defines it: added tokens are cut out, the rest is normalised and
// given to the model, and special tokens are put around the result.
#pragma once

#include "core/tokenizer/tokenizer_definition.h"

namespace helicase {

class PipelineTokenizer final : public Tokenizer {
public:
    explicit PipelineTokenizer(TokenizerDefinition definition);

    using Tokenizer::encode;
    Encoding encode(std::string_view text, SpecialTokens special,
                    const std::stop_token &stop) const override;
    std::vector<TokenId> encodeIds(std::string_view text, SpecialTokens special) const override;
    Encoding encodePair(std::string_view first, std::string_view second,
                        SpecialTokens special) const override;
    Encoding assemble(const Encoding &first, const Encoding *second) const override;
    std::string decode(std::span<const TokenId> ids, SpecialTokens special) const override;
    int64_t vocabularySize() const override { return size_; }
    std::string token(TokenId id) const override;
    std::optional<TokenId> find(std::string_view token) const override;
    TokenId padId() const override { return padId_; }
    TokenId unknownId() const override { return unknownId_; }
    void save(const std::filesystem::path &folder) const override;

    const TokenizerDefinition &definition() const { return definition_; }

private:
    const AddedToken *addedToken(TokenId id) const;
    std::string decodeWordPieces(std::span<const std::string> tokens) const;
    // Without special tokens; the places are code points.
    void append(std::string_view text, TokenSink &sink) const;
    void appendPlain(std::string_view text, TokenSink &sink) const;
    void appendNormalized(std::string_view text, TokenSink &sink) const;
    // A piece of text without added tokens, to be cleaned; its first code point in the whole text.
    void appendCleaned(std::string_view piece, int32_t firstCodePoint, TokenSink &sink) const;
    void appendText(std::string_view text, uint8_t typeId, const std::stop_token &stop,
                    Encoding &encoding) const;
    // second null: one text.
    Encoding encodeTexts(std::string_view first, const std::string_view *second,
                         SpecialTokens special, const std::stop_token &stop) const;

    TokenizerDefinition definition_;
    const Vocabulary *vocabulary_ = nullptr; // of the model
    Vocabulary addedVocabulary_;
    std::unique_ptr<SubwordModel> model_;
    AddedTokenMatcher original_;   // tokens looked for in the text as given
    AddedTokenMatcher normalized_; // tokens looked for in the cleaned text
    bool canCutAtBlanks_ = false;  // text to be cleaned: nothing reaches across a blank
    TokenId padId_ = noToken;
    TokenId unknownId_ = noToken;
    TokenId size_ = 0;
};

} // namespace helicase
