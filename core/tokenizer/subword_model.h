// The model in the middle of a tokenizer: cuts text into the pieces of its vocabulary.
#pragma once

#include "core/tokenizer/pre_tokenizer.h"
#include "core/tokenizer/vocabulary.h"

namespace helicase {

// Immutable; may be used from several threads at once.
class SubwordModel {
public:
    virtual ~SubwordModel() = default;
    // Appends the tokens of a text that holds no added tokens and is already normalised; the model
    // cuts it into words itself. Texts are shorter than 2^31 bytes. spans, unless null, gets the
    // bytes of the text that each token stands for.
    virtual void append(std::string_view text, std::vector<TokenId> &ids,
                        std::vector<TokenSpan> *spans) const = 0;
};

} // namespace helicase
