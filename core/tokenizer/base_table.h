// The bases that each token of a DNA vocabulary stands for, as numbers: what a model needs that
// embeds DNA base by base (systems.md 2.2).
#pragma once

#include "core/tokenizer/tokenizer.h"

namespace helicase {

// Row-major [tokens, width]. 1 to 4: A, C, G, T; 5: any other character; 0 behind the last one. The
// padding token has no base.
struct BaseTable {
    int64_t tokens = 0;
    int64_t width = 0; // letters of the longest token
    std::vector<int64_t> bases;
};

// Special tokens are read letter by letter, as in the published tables. Throws Error when the table
// would take more than 1 GiB.
BaseTable baseTable(const Tokenizer &tokenizer);

} // namespace helicase
