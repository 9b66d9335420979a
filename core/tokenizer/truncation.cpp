#include "core/tokenizer/truncation.h"

#include "core/base/error.h"
#include "core/tokenizer/special_template.h"

#include <algorithm>

namespace helicase {

namespace {

template <typename T>
void keep(std::vector<T> &values, size_t count, TextSide cut)
{
    if (values.size() <= count)
        return;
    if (cut == TextSide::Right)
        values.resize(count);
    else
        values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(count));
}

struct PairLengths {
    int64_t first;
    int64_t second;
};

// The shorter text is left whole as long as that lets the longer one keep at least as many tokens;
// otherwise each gets half, and the longer one the odd token.
PairLengths longestFirst(PairLengths lengths, int64_t maximum)
{
    const bool firstIsLonger = lengths.first > lengths.second;
    int64_t shorter = std::min(lengths.first, lengths.second);
    int64_t longer = shorter > maximum ? shorter : std::max(shorter, maximum - shorter);
    if (shorter + longer > maximum) {
        shorter = maximum / 2;
        longer = shorter + maximum % 2;
    }
    return firstIsLonger ? PairLengths{longer, shorter} : PairLengths{shorter, longer};
}

int64_t reduced(int64_t length, int64_t excess)
{
    if (excess >= length)
        throw Error("the text to be truncated has " + std::to_string(length) + " tokens, but " +
                        std::to_string(excess) + " are too many",
                    "truncate the other text too, or allow more tokens", ExitStatus::BadInput);
    return length - excess;
}

PairLengths shortened(PairLengths lengths, int64_t maximum, TruncationStrategy strategy)
{
    const int64_t excess = lengths.first + lengths.second - maximum;
    if (excess <= 0)
        return lengths;
    switch (strategy) {
    case TruncationStrategy::OnlyFirst:
        return {reduced(lengths.first, excess), lengths.second};
    case TruncationStrategy::OnlySecond:
        return {lengths.first, reduced(lengths.second, excess)};
    default:
        return longestFirst(lengths, maximum);
    }
}

int64_t addedTokens(const Tokenizer &tokenizer, bool isPair, SpecialTokens special)
{
    if (special == SpecialTokens::Omit)
        return 0;
    const Encoding empty;
    return static_cast<int64_t>(tokenizer.assemble(empty, isPair ? &empty : nullptr).size());
}

template <typename T>
void fill(std::vector<T> &values, size_t count, const T &value, TextSide side)
{
    values.insert(side == TextSide::Left ? values.begin() : values.end(), count, value);
}

} // namespace

void truncate(Encoding &encoding, int64_t maximumLength, TextSide side)
{
    const auto tokens = static_cast<size_t>(maximumLength);
    keep(encoding.ids, tokens, side);
    keep(encoding.offsets, tokens, side);
    keep(encoding.typeIds, tokens, side);
    keep(encoding.attentionMask, tokens, side);
    keep(encoding.specialMask, tokens, side);
    keep(encoding.modalityMask, tokens, side);
    keep(encoding.baseOffsets, tokens, side);
}

Encoding encodeTruncated(const Tokenizer &tokenizer, std::string_view first,
                         const std::string_view *second, SpecialTokens special,
                         const Truncation &truncation)
{
    const int64_t room =
        truncation.maximumLength - addedTokens(tokenizer, second != nullptr, special);
    if (room < 0)
        throw Error("a length of " + std::to_string(truncation.maximumLength) +
                        " leaves no room for the special tokens",
                    "allow more tokens or leave the special tokens out", ExitStatus::WrongUsage);
    Encoding firstTokens = tokenizer.encode(first, SpecialTokens::Omit);
    if (!second) {
        truncate(firstTokens, room, truncation.side);
        return special == SpecialTokens::Add ? tokenizer.assemble(firstTokens, nullptr)
                                             : firstTokens;
    }
    Encoding secondTokens = tokenizer.encode(*second, SpecialTokens::Omit);
    const PairLengths lengths = shortened(
        {static_cast<int64_t>(firstTokens.size()), static_cast<int64_t>(secondTokens.size())}, room,
        truncation.strategy);
    truncate(firstTokens, lengths.first, truncation.side);
    truncate(secondTokens, lengths.second, truncation.side);
    return special == SpecialTokens::Add ? tokenizer.assemble(firstTokens, &secondTokens)
                                         : joinedPlainly(firstTokens, secondTokens);
}

void pad(std::span<Encoding> batch, const Padding &padding)
{
    size_t length = static_cast<size_t>(padding.length.value_or(0));
    if (!padding.length)
        for (const Encoding &encoding : batch)
            length = std::max(length, encoding.size());
    const auto multiple = static_cast<size_t>(padding.multipleOf);
    if (multiple > 0 && length % multiple != 0)
        length += multiple - length % multiple;
    const bool hasModality = std::ranges::any_of(
        batch, [](const Encoding &encoding) { return !encoding.modalityMask.empty(); });
    for (Encoding &encoding : batch) {
        if (encoding.size() >= length)
            continue;
        const size_t count = length - encoding.size();
        fill(encoding.ids, count, padding.id, padding.side);
        fill(encoding.offsets, count, TokenSpan{}, padding.side);
        fill(encoding.typeIds, count, padding.typeId, padding.side);
        fill(encoding.attentionMask, count, uint8_t{0}, padding.side);
        fill(encoding.specialMask, count, uint8_t{1}, padding.side);
        if (hasModality) {
            fill(encoding.modalityMask, count, uint8_t{0}, padding.side);
            fill(encoding.baseOffsets, count, TokenSpan{}, padding.side);
        }
    }
}

} // namespace helicase
