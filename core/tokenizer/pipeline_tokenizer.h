// A tokenizer as a tokenizer.json defines it: added tokens are cut out, the rest is normalised and
// given to the model, and special tokens are put around the result.
#pragma once

#include "core/tokenizer/tokenizer_definition.h"

namespace helicase {

class PipelineTokenizer final : public Tokenizer {
public:
    explicit PipelineTokenizer(TokenizerDefinition definition);

    Encoding encode(std::string_view text, SpecialTokens special) const override;
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
    // Without special tokens; spans, unless null, gets the code points of each token.
    void append(std::string_view text, std::vector<TokenId> &ids,
                std::vector<TokenSpan> *spans) const;
    void appendPlain(std::string_view text, std::vector<TokenId> &ids,
                     std::vector<TokenSpan> *spans) const;
    void appendNormalized(std::string_view text, std::vector<TokenId> &ids,
                          std::vector<TokenSpan> *spans) const;
    void appendText(std::string_view text, uint8_t typeId, Encoding &encoding) const;
    // second null: one text.
    Encoding encodeTexts(std::string_view first, const std::string_view *second,
                         SpecialTokens special) const;

    TokenizerDefinition definition_;
    const Vocabulary *vocabulary_ = nullptr; // of the model
    Vocabulary addedVocabulary_;
    std::unique_ptr<SubwordModel> model_;
    AddedTokenMatcher original_;   // tokens looked for in the text as given
    AddedTokenMatcher normalized_; // tokens looked for in the cleaned text
    TokenId padId_ = noToken;
    TokenId unknownId_ = noToken;
    TokenId size_ = 0;
};

} // namespace helicase
