// Cutting encodings to a length and filling a batch up to one.
#pragma once

#include "core/tokenizer/tokenizer.h"

namespace helicase {

enum class TextSide { Left, Right };
// Of a pair that is too long: shorten the longer text first, or only the first or the second.
enum class TruncationStrategy { LongestFirst, OnlyFirst, OnlySecond };

struct Truncation {
    int64_t maximumLength = 512;     // tokens, special tokens included
    TextSide side = TextSide::Right; // where tokens are cut off
    TruncationStrategy strategy = TruncationStrategy::LongestFirst;
};

struct Padding {
    std::optional<int64_t> length; // nothing: the longest encoding of the batch
    TextSide side = TextSide::Right;
    int64_t multipleOf = 0; // rounds the length up; 0: does not
    TokenId id = 0;
    uint8_t typeId = 0;
    std::string token = "[PAD]";
};

// second null: one text. Throws Error when the special tokens alone are longer than the maximum, or
// when the strategy's text cannot be shortened enough.
Encoding encodeTruncated(const Tokenizer &tokenizer, std::string_view first,
                         const std::string_view *second, SpecialTokens special,
                         const Truncation &truncation);

// Keeps the first (Right) or last (Left) tokens, special tokens or not.
void truncate(Encoding &encoding, int64_t maximumLength, TextSide side);

// Encodings longer than a fixed length stay as they are.
void pad(std::span<Encoding> batch, const Padding &padding);

} // namespace helicase
