// Text and DNA in one sequence: DNA stands between <dna> and </dna> and is cut by a DNA tokenizer,
// whose ids are moved behind those of the text tokenizer. Behaviour of the published DeepEmbed
// tokenizer: Shiqi-Wu/mosaicml-examples, examples/benchmarks/bert/src/DNATextTokenizers.py.
#pragma once

#include "core/tokenizer/tokenizer.h"

namespace helicase {

// What ends a stretch of DNA.
enum class ClosingTag {
    Any,       // </dna> or <dna>, whichever comes first
    Published, // <dna> only, as in the published code: text with </dna> holds no DNA there
};

// Immutable; may be used from several threads at once.
class UnifiedTokenizer final : public Tokenizer {
public:
    // The text vocabulary rounded up to a multiple of 8: 30528 for BERT's 30522.
    static TokenId offsetFor(const Tokenizer &text);
    // Throws InputError (place: "dna_offset") when text ids would reach beyond the offset.
    UnifiedTokenizer(std::shared_ptr<const Tokenizer> text, std::shared_ptr<const Tokenizer> dna,
                     TokenId dnaOffset, ClosingTag closingTag = ClosingTag::Any);
    // A folder with text/, dna/ and dna_text_tokenizer_config.json.
    static std::shared_ptr<const UnifiedTokenizer> load(const std::filesystem::path &folder);

    // Never adds special tokens; SpecialTokens is of no consequence here.
    using Tokenizer::encode;
    Encoding encode(std::string_view input, SpecialTokens special,
                    const std::stop_token &stop) const override;
    std::vector<TokenId> encodeIds(std::string_view input, SpecialTokens special) const override;
    Encoding encodePair(std::string_view first, std::string_view second,
                        SpecialTokens special) const override;
    Encoding assemble(const Encoding &first, const Encoding *second) const override;
    // Tokens joined with blanks; Omit leaves padding out, nothing else.
    std::string decode(std::span<const TokenId> ids, SpecialTokens special) const override;
    int64_t vocabularySize() const override { return dnaOffset_ + dna_->vocabularySize(); }
    std::string token(TokenId id) const override;
    // Among the text tokens first, then among the DNA tokens.
    std::optional<TokenId> find(std::string_view token) const override;
    TokenId padId() const override { return text_->padId(); }
    TokenId unknownId() const override { return text_->unknownId(); }
    void save(const std::filesystem::path &folder) const override;

    // A whole sequence as DNA, without tags.
    Encoding encodeDna(std::string_view bases, const std::stop_token &stop = {}) const;
    std::vector<TokenId> encodeDnaIds(std::string_view bases) const;

    const Tokenizer &text() const { return *text_; }
    const Tokenizer &dna() const { return *dna_; }
    TokenId dnaOffset() const { return dnaOffset_; }

private:
    struct Segment {
        std::string_view content;
        bool isDna = false;
    };
    // The tags themselves belong to no segment.
    std::vector<Segment> segmentsOf(std::string_view input) const;
    // The place of the tag that closes DNA from here on; its length is 0 when there is none.
    struct Tag {
        size_t begin = 0;
        size_t length = 0;
    };
    Tag closingTagIn(std::string_view input, size_t from) const;
    TokenId unifiedId(TokenId dnaId) const;
    // Half-open ranges of bases; ids and offsets as the DNA tokenizer gives them.
    std::vector<TokenSpan> baseOffsetsOf(const Encoding &dna) const;

    std::shared_ptr<const Tokenizer> text_;
    std::shared_ptr<const Tokenizer> dna_;
    TokenId dnaOffset_ = 0;
    ClosingTag closingTag_ = ClosingTag::Any;
    std::vector<TokenId> dnaSpecialIds_;
    std::optional<TokenId> dnaMaskId_;
    std::optional<TokenId> textMaskId_;
};

// The folder that holds the DNA tokenizer: the given one, or the "dna" part of a unified tokenizer.
std::filesystem::path dnaTokenizerFolder(const std::filesystem::path &folder);

} // namespace helicase
