// The model in the middle of a tokenizer: cuts text into the pieces of its vocabulary.
#pragma once

#include "core/tokenizer/pre_tokenizer.h"
#include "core/tokenizer/vocabulary.h"

namespace helicase {

// One token of a text; begin and end count bytes of that text.
struct SubwordPiece {
    TokenId id = noToken;
    int32_t begin = 0;
    int32_t end = 0;
};

// Immutable; may be used from several threads at once.
class SubwordModel {
public:
    virtual ~SubwordModel() = default;
    // Appends the tokens of a text that holds no added tokens and is already normalised; the model
    // cuts it into words itself. Texts are shorter than 2^31 bytes.
    virtual void appendPieces(std::string_view text, std::vector<SubwordPiece> &pieces) const = 0;
    virtual void appendIds(std::string_view text, std::vector<TokenId> &ids) const = 0;
};

} // namespace helicase
