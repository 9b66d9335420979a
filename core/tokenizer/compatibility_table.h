// All answers of PairCompatibility as a table of bits, for vocabularies of up to 8,192 tokens;
// larger ones are answered by replaying histories. Immutable.
#pragma once

#include "core/tokenizer/pair_compatibility.h"

namespace helicase {

class CompatibilityTable {
public:
    CompatibilityTable(std::shared_ptr<const PairCompatibility> pairs,
                       std::span<const MergeRule> merges);

    // Both must be reachable.
    bool areCompatible(TokenId left, TokenId right) const
    {
        if (words_.empty())
            return pairs_->areCompatible(left, right);
        const size_t column = columns_[static_cast<size_t>(right)];
        return words_[rows_[static_cast<size_t>(left)] + column / 64] >> column % 64 & 1;
    }

private:
    std::shared_ptr<const PairCompatibility> pairs_;
    // Tokens share their row or column with others that have the same answers, so that the table
    // fits the processor's cache.
    std::vector<uint64_t> words_;
    std::vector<uint32_t> rows_;    // by left token, where its row begins
    std::vector<uint16_t> columns_; // by right token
};

} // namespace helicase
