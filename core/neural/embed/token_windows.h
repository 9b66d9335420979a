// The tokens of a sequence as the model reads them: whole, cut, or in windows. No LibTorch type;
// immutable after construction, thread-safe.
#pragma once

#include "core/neural/embed/embed_settings.h"
#include "core/tokenizer/tokenizer.h"

#include <vector>

namespace helicase {

struct SequenceTokens {
    std::vector<std::vector<TokenId>> windows; // special tokens included; one unless it is long
    int64_t content = 0;   // tokens of the sequence itself; 0: there is nothing to embed
    bool isLonger = false; // than the limit
};

class TokenWindows {
public:
    TokenWindows(const Tokenizer &tokenizer, const EmbedSettings &settings);
    SequenceTokens of(std::string_view text) const;

private:
    std::vector<TokenId> framed(std::span<const TokenId> content) const;

    const Tokenizer &tokenizer_;
    std::vector<TokenId> before_; // special tokens around every text
    std::vector<TokenId> after_;
    int64_t room_; // tokens of a sequence that fit into one window
    int64_t step_; // from one window to the next; 0: cut
};

} // namespace helicase
