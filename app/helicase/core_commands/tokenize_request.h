// What the command line of `helicase tokenize` asks for, read once.
#pragma once

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

// Every N-th record, beginning with the I-th ("I/N"); all of them without the option.
class Shard {
public:
    // Throws OptionError.
    explicit Shard(const OptionValues &options);
    // The number of a record counts from 0, through all inputs.
    bool has(int64_t record) const { return record % count_ == index_; }

private:
    int64_t index_ = 0;
    int64_t count_ = 1;
};

} // namespace helicase
