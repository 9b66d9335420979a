#include "core/tokenizer/normalized_text.h"

#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

struct PlacedCharacter {
    char32_t value;
    int32_t origin; // index of the original code point
};
using PlacedText = std::vector<PlacedCharacter>;

PlacedText placed(std::string_view text, int32_t origin)
{
    PlacedText characters;
    characters.reserve(text.size());
    while (!text.empty()) {
        const CodePoint c = decodeFirst(text);
        characters.push_back({c.value, origin++});
        text.remove_prefix(static_cast<size_t>(c.bytes));
    }
    return characters;
}

PlacedText cleaned(const PlacedText &text)
{
    PlacedText result;
    for (const PlacedCharacter &c : text)
        if (!isBertRemoved(c.value))
            result.push_back({isWhitespace(c.value) ? U' ' : c.value, c.origin});
    return result;
}

PlacedText withSeparateChinese(const PlacedText &text)
{
    PlacedText result;
    for (const PlacedCharacter &c : text) {
        if (!isChineseCharacter(c.value)) {
            result.push_back(c);
            continue;
        }
        result.insert(result.end(), {{U' ', c.origin}, c, {U' ', c.origin}});
    }
    return result;
}

// Canonical decomposition without the marks. What remains of a decomposed character may still need
// to be put into canonical order among its neighbours: some combining characters are no nonspacing
// marks.
PlacedText withoutAccents(const PlacedText &text)
{
    PlacedText decomposed;
    std::vector<char32_t> parts;
    for (const PlacedCharacter &c : text) {
        parts.clear();
        appendDecomposed(parts, c.value);
        for (const char32_t part : parts)
            decomposed.push_back({part, c.origin});
    }
    const auto combines = [](const PlacedCharacter &c) { return combiningClass(c.value) != 0; };
    for (auto first = decomposed.begin(); first != decomposed.end();) {
        first = std::find_if(first, decomposed.end(), combines);
        const auto last = std::find_if_not(first, decomposed.end(), combines);
        std::stable_sort(first, last, [](const PlacedCharacter &a, const PlacedCharacter &b) {
            return combiningClass(a.value) < combiningClass(b.value);
        });
        first = last;
    }
    std::erase_if(decomposed,
                  [](const PlacedCharacter &c) { return isBertNonspacingMark(c.value); });
    return decomposed;
}

PlacedText lowerCased(const PlacedText &text)
{
    PlacedText result;
    result.reserve(text.size());
    std::vector<char32_t> parts;
    for (const PlacedCharacter &c : text) {
        parts.clear();
        appendLowerCase(parts, c.value);
        for (const char32_t part : parts)
            result.push_back({part, c.origin});
    }
    return result;
}

} // namespace

NormalizedText normalizeForBert(std::string_view text, const BertNormalization &options,
                                int32_t firstCodePoint)
{
    PlacedText characters = placed(text, firstCodePoint);
    if (options.cleanText)
        characters = cleaned(characters);
    if (options.separateChinese)
        characters = withSeparateChinese(characters);
    if (options.stripAccents.value_or(options.lowerCase))
        characters = withoutAccents(characters);
    if (options.lowerCase)
        characters = lowerCased(characters);
    NormalizedText result;
    result.text.reserve(characters.size());
    for (const PlacedCharacter &c : characters) {
        appendUtf8(result.text, c.value);
        result.origins.resize(result.text.size(), {c.origin, c.origin + 1});
    }
    return result;
}

} // namespace helicase
