// The tokens of a model by id and by text. Ids may have gaps. Immutable after construction by its
// owner.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <unordered_map>

namespace helicase {

// Lets maps keyed by std::string be asked with a std::string_view.
struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// The largest id that a file may name: far above every published vocabulary, it bounds the memory
// that a damaged file can ask for.
inline constexpr TokenId largestId = (TokenId{1} << 22) - 1;

class Vocabulary {
public:
    Vocabulary() = default;
    // Token i gets id i; the texts must differ.
    explicit Vocabulary(std::span<const std::string> tokens);
    Vocabulary(Vocabulary &&) = default;
    Vocabulary &operator=(Vocabulary &&) = default;

    // False when the id or the text is taken already.
    bool add(std::string text, TokenId id);
    std::optional<TokenId> find(std::string_view text) const;
    // Null for an id without a token.
    const std::string *token(TokenId id) const;
    // One above the largest id.
    TokenId end() const { return static_cast<TokenId>(byId_.size()); }
    // Number of tokens.
    size_t size() const { return byText_.size(); }

private:
    std::unordered_map<std::string, TokenId, TextHash, std::equal_to<>> byText_;
    std::vector<const std::string *> byId_; // into the keys of byText_, null in gaps
};

} // namespace helicase
