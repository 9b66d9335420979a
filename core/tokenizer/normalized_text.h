// Text on its way into a tokenizer: as given, or cleaned, with every character's place in the
// original.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// What BERT's cleaning does to a text before it is cut into words.
struct BertNormalization {
    bool cleanText = true;            // drop control characters, make blanks plain spaces
    bool separateChinese = true;      // a space on both sides of every Chinese character
    std::optional<bool> stripAccents; // nothing: follows lowerCase
    bool lowerCase = true;
};

struct NormalizedText {
    std::string text;               // UTF-8
    std::vector<TokenSpan> origins; // per byte of text: the original character's code points
};

// firstCodePoint: index of the text's first code point in the whole original.
NormalizedText normalizeForBert(std::string_view text, const BertNormalization &options,
                                int32_t firstCodePoint);

} // namespace helicase
