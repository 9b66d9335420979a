// What the command line of `helicase tokenize` asks for, read once.
#pragma once

#include "app/helicase/core_commands/shard.h"
#include "app/helicase/core_commands/text_records.h"
#include "core/run/option_values.h"
#include "core/tokenizer/truncation.h"
#include "core/tokenizer/unified_tokenizer.h"

namespace helicase {

class TokenizeRequest {
public:
    // Throws InputError and OptionError.
    explicit TokenizeRequest(const OptionValues &options);

    const Tokenizer &tokenizer() const { return *tokenizer_; }
    const std::optional<Padding> &padding() const { return padding_; }
    Encoding encode(const TextRecord &record) const;
    // Without offsets and masks where that is faster.
    Encoding encodeIds(const TextRecord &record) const;

private:
    // A sequence is DNA for a tokenizer that knows text and DNA.
    bool isDna(const TextRecord &record) const { return unified_ && record.isSequence; }

    std::shared_ptr<const Tokenizer> tokenizer_;
    const UnifiedTokenizer *unified_; // null when the tokenizer is a plain one
    SpecialTokens special_;
    std::optional<Truncation> truncation_;
    std::optional<Padding> padding_;
};

} // namespace helicase
