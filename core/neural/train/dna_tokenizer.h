// The tokenizer of a DNA model and the cut to its longest sequence. Immutable; any thread.
#pragma once

#include "core/tokenizer/tokenizer.h"

namespace helicase {

// The folder that holds the DNA tokenizer: the given one, or the "dna" part of a unified tokenizer.
std::filesystem::path dnaTokenizerFolder(const std::filesystem::path &folder);

// Ids with special tokens. Longer sequences lose tokens before the closing special token, as
// Hugging Face truncates. longest: at least 3.
std::vector<TokenId> encodeCut(const Tokenizer &tokenizer, std::string_view bases, int64_t longest);

} // namespace helicase
