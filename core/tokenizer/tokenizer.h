// What every tokenizer does: text to ids with the place of each token in the text.
// Implementations are immutable after construction and may be used from several threads at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

using TokenId = int32_t;

// What stands for "there is no such token".
inline constexpr TokenId noToken = -1;

// Half-open range of code points in the encoded text.
struct TokenSpan {
    int32_t begin = 0;
    int32_t end = 0;
    bool operator==(const TokenSpan &) const = default;
};

// All vectors have one entry per token.
struct Encoding {
    std::vector<TokenId> ids;
    std::vector<TokenSpan> offsets;     // {0, 0} for special tokens that were added
    std::vector<uint8_t> typeIds;       // 1 for the second text of a pair and its separator
    std::vector<uint8_t> attentionMask; // 0 at padding
    std::vector<uint8_t> specialMask;   // 1 for added special tokens and padding
    // Of the unified tokenizer only, empty otherwise:
    std::vector<uint8_t> modalityMask; // 1 for DNA
    std::vector<TokenSpan>
        baseOffsets; // bases from the beginning of the stretch of DNA; 0 for text
    size_t size() const { return ids.size(); }
};

// Of encoding: put [CLS], [SEP] and the like around the text or not.
// Of decoding: Omit leaves the special tokens of the vocabulary out of the text.
enum class SpecialTokens { Add, Omit };

class Tokenizer {
public:
    virtual ~Tokenizer() = default;
    Encoding encode(std::string_view text, SpecialTokens special) const
    {
        return encode(text, special, {});
    }
    // Throws Stopped within milliseconds of a request to stop.
    virtual Encoding encode(std::string_view text, SpecialTokens special,
                            const std::stop_token &stop) const = 0;
    // Ids only: the fast path for training and embedding.
    virtual std::vector<TokenId> encodeIds(std::string_view text, SpecialTokens special) const = 0;
    virtual Encoding encodePair(std::string_view first, std::string_view second,
                                SpecialTokens special) const = 0;
    // Puts the special tokens around one text, or around and between two (second null: one), that
    // were encoded with SpecialTokens::Omit; what is cut off in between never costs a special
    // token.
    virtual Encoding assemble(const Encoding &first, const Encoding *second) const = 0;
    virtual std::string decode(std::span<const TokenId> ids, SpecialTokens special) const = 0;
    // One above the largest id.
    virtual int64_t vocabularySize() const = 0;
    // Empty text for an id without a token.
    virtual std::string token(TokenId id) const = 0;
    virtual std::optional<TokenId> find(std::string_view token) const = 0;
    // noToken when the vocabulary has no such token.
    virtual TokenId padId() const = 0;
    virtual TokenId unknownId() const = 0;
    // Writes the tokenizer's files into a folder, in the published layout. Throws DiskError.
    virtual void save(const std::filesystem::path &folder) const = 0;
};

// A folder in Hugging Face layout (tokenizer.json, or vocab.txt), a unified text + DNA folder
// (dna_text_tokenizer_config.json), a data folder of DNA-LLM (meta.pkl), or one of the files
// tokenizer.json, vocab.txt and meta.pkl itself. Throws InputError.
std::shared_ptr<const Tokenizer> loadTokenizer(const std::filesystem::path &path);

} // namespace helicase
