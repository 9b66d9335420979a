#include "core/tokenizer/training/growing_vocabulary.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

constexpr size_t codePoints = 0x110000;

std::string utf8(char32_t c)
{
    std::string text;
    appendUtf8(text, c);
    return text;
}

// Distinct characters in order of first appearance.
class CharacterList {
public:
    void add(char32_t c)
    {
        if (seen_[c])
            return;
        seen_[c] = true;
        characters_.push_back(c);
    }
    void addAll(std::string_view text)
    {
        while (!text.empty())
            add(takeFirst(text));
    }
    std::vector<char32_t> take() { return std::move(characters_); }

private:
    std::vector<bool> seen_ = std::vector<bool>(codePoints);
    std::vector<char32_t> characters_;
};

} // namespace

GrowingVocabulary::GrowingVocabulary(std::span<const CountedWord> words,
                                     const VocabularyTraining &training)
    : prefix_(training.continuationPrefix), starting_(codePoints, noToken),
      continuing_(codePoints, noToken)
{
    CharacterList characters;
    CharacterList pieces;
    characters.addAll(training.alphabet);
    for (const CountedWord &word : words) {
        if (word.text.empty())
            continue;
        std::string_view rest = word.text;
        characters.add(takeFirst(rest));
        characters.addAll(rest);
        if (!prefix_.empty())
            pieces.addAll(rest);
    }
    for (std::string_view rest = training.alphabet; !prefix_.empty() && !rest.empty();)
        if (const char32_t c = takeFirst(rest); !isBertPunctuation(c))
            pieces.add(c);
    for (const std::string &token : training.specialTokens)
        idOf(token);
    std::vector<char32_t> ordered = characters.take();
    std::ranges::sort(ordered);
    for (const char32_t c : ordered)
        starting_[c] = idOf(utf8(c));
    addPieces(pieces.take(), training);
}

void GrowingVocabulary::addPieces(std::vector<char32_t> pieces, const VocabularyTraining &training)
{
    if (training.pieceOrder == PieceOrder::CodePoint)
        std::ranges::sort(pieces);
    const auto placeOf = [&](char32_t c) {
        return std::ranges::find(training.firstPieces, prefix_ + utf8(c)) -
               training.firstPieces.begin();
    };
    std::ranges::stable_sort(pieces, {}, placeOf);
    for (const char32_t c : pieces)
        continuing_[c] = idOf(prefix_ + utf8(c));
}

std::vector<int32_t> GrowingVocabulary::characterLengths() const
{
    std::vector<int32_t> lengths(tokens_.size(), 0);
    for (const auto *ids : {&starting_, &continuing_})
        for (const TokenId id : *ids)
            if (id != noToken)
                lengths[static_cast<size_t>(id)] = 1;
    return lengths;
}

TokenId GrowingVocabulary::joined(TokenId left, TokenId right)
{
    std::string_view second = tokens_[static_cast<size_t>(right)];
    if (second.starts_with(prefix_))
        second.remove_prefix(prefix_.size());
    return idOf(tokens_[static_cast<size_t>(left)] + std::string(second));
}

TokenId GrowingVocabulary::idOf(const std::string &token)
{
    const auto [entry, isNew] = ids_.emplace(token, static_cast<TokenId>(tokens_.size()));
    if (isNew)
        tokens_.push_back(token);
    return entry->second;
}

} // namespace helicase
