#include "core/tokenizer/added_tokens.h"

#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

// The last code point of a text that is not empty.
char32_t lastCodePoint(std::string_view text)
{
    size_t begin = text.size() - 1;
    while (begin > 0 && text.size() - begin < 4 &&
           (static_cast<uint8_t>(text[begin]) & 0xC0) == 0x80)
        --begin;
    return decodeFirst(text.substr(begin)).value;
}

bool standsAlone(std::string_view text, size_t begin, size_t end)
{
    return (begin == 0 || !isWordCharacter(lastCodePoint(text.substr(0, begin)))) &&
           (end == text.size() || !isWordCharacter(decodeFirst(text.substr(end)).value));
}

size_t withoutBlanksBefore(std::string_view text, size_t lowest, size_t begin)
{
    while (begin > lowest && isWhitespace(lastCodePoint(text.substr(lowest, begin - lowest)))) {
        do
            --begin;
        while (begin > lowest && (static_cast<uint8_t>(text[begin]) & 0xC0) == 0x80);
    }
    return begin;
}

size_t withoutBlanksAfter(std::string_view text, size_t end)
{
    while (end < text.size()) {
        const CodePoint c = decodeFirst(text.substr(end));
        if (!isWhitespace(c.value))
            break;
        end += static_cast<size_t>(c.bytes);
    }
    return end;
}

} // namespace

AddedTokenMatcher::AddedTokenMatcher(std::vector<AddedToken> tokens)
{
    std::erase_if(tokens, [](const AddedToken &token) { return token.content.empty(); });
    std::ranges::stable_sort(tokens, {}, &AddedToken::content);
    tokens_ = std::move(tokens);
    std::string firstBytes;
    for (const AddedToken &token : tokens_)
        firstBytes += token.content[0];
    firstBytes_ = ByteFinder(firstBytes);
}

// The sorted contents are narrowed down letter by letter: those that share the text read so far are
// neighbours, and one that ends there is the first of them.
AddedTokenMatcher::Match AddedTokenMatcher::longestAt(std::string_view text, size_t begin) const
{
    Match longest;
    auto first = tokens_.begin();
    auto last = tokens_.end();
    for (size_t depth = 0; begin + depth < text.size(); ++depth) {
        const auto letter = static_cast<uint8_t>(text[begin + depth]);
        const auto byLetter = [depth](const AddedToken &token) {
            return token.content.size() > depth ? static_cast<uint8_t>(token.content[depth]) : -1;
        };
        first = std::ranges::lower_bound(first, last, letter, {}, byLetter);
        last = std::ranges::upper_bound(first, last, letter, {}, byLetter);
        if (first == last)
            break;
        if (first->content.size() == depth + 1)
            longest = {&*first, begin + depth + 1};
    }
    return longest;
}

std::vector<TextSegment> AddedTokenMatcher::split(std::string_view text) const
{
    std::vector<TextSegment> segments;
    size_t done = 0;
    for (size_t i = firstBytes_.find(text, 0); i < text.size(); i = firstBytes_.find(text, i)) {
        const Match match = longestAt(text, i);
        if (!match.token) {
            ++i;
            continue;
        }
        if (match.token->singleWord && !standsAlone(text, i, match.end)) {
            i = match.end;
            continue;
        }
        const size_t begin = match.token->takesBlanksLeft ? withoutBlanksBefore(text, done, i) : i;
        const size_t end =
            match.token->takesBlanksRight ? withoutBlanksAfter(text, match.end) : match.end;
        if (begin > done)
            segments.push_back({done, begin, noToken});
        segments.push_back({begin, end, match.token->id});
        done = i = end;
    }
    if (done < text.size())
        segments.push_back({done, text.size(), noToken});
    return segments;
}

} // namespace helicase
