// From sequences or pairs of sequences to the packed batches of a classifier. Immutable values;
// any thread.
#pragma once

#include "core/dataset/classification_set.h"
#include "core/neural/tensor/packed_batch.h"
#include "core/tokenizer/tokenizer.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// How a classifier wants to see sequences.
struct ClassifierLayout {
    int64_t maximumTokens = 512; // special tokens included; of a pair the longer one is cut first
    int64_t kmer = -1;           // at least 1: overlapping k-mers with blanks between
};

// "ACGTA" as "ACG CGT GTA"; nothing of what is shorter than a word.
std::string kmerText(std::string_view bases, int64_t length);

// The tokens of many examples, one after another.
class EncodedExamples {
public:
    // Reads sequence and pair of each example, never its label. A pair becomes [CLS] A [SEP] B
    // [SEP] with token type 1 from B on. Throws InputError with the line of an example without any
    // token, Error when maximumTokens leaves no room for tokens.
    EncodedExamples(const ClassificationSet &set, const Tokenizer &tokenizer,
                    const ClassifierLayout &layout);

    int64_t size() const { return static_cast<int64_t>(starts_.size()) - 1; }
    int64_t tokens() const { return static_cast<int64_t>(tokens_.size()); }
    int64_t tokensOf(int64_t row) const
    {
        return starts_[static_cast<size_t>(row) + 1] - starts_[static_cast<size_t>(row)];
    }
    // Examples that were cut.
    int64_t truncated() const { return truncated_; }
    // Examples of whose tokens more than half are unknown.
    int64_t mostlyUnknown() const { return mostlyUnknown_; }
    // The examples with these numbers, at least one.
    PackedBatch pack(std::span<const int64_t> rows) const;

private:
    void append(const Encoding &encoding, TokenId unknown);

    bool isPaired_;
    std::vector<TokenId> tokens_;
    std::vector<uint8_t> types_; // of pairs only
    std::vector<int64_t> starts_{0};
    int64_t truncated_ = 0;
    int64_t mostlyUnknown_ = 0;
};

} // namespace helicase
