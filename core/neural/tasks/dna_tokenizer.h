// The tokenizer of a DNA model and the cut to its longest sequence. Immutable; any thread.
#pragma once

#include "core/tokenizer/unified_tokenizer.h"

namespace helicase {

// Ids with special tokens. Longer sequences lose tokens before the closing special token, as
// Hugging Face truncates. longest: at least 3.
std::vector<TokenId> encodeCut(const Tokenizer &tokenizer, std::string_view bases, int64_t longest);

} // namespace helicase
