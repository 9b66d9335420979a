// Code points of UTF-8 text and the classes of characters that tokenizers tell apart.
// The classes follow the Unicode tables of utf8proc; where the published BERT tokenizers use an
// older edition of Unicode (marks, punctuation and format characters added after version 8 count as
// plain characters) so do the functions for BERT.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// One code point and the number of bytes it takes. A byte that belongs to no valid sequence is one
// code point U+FFFD of one byte.
struct CodePoint {
    char32_t value = 0;
    int32_t bytes = 1;
};

CodePoint decodeBeyondAscii(std::string_view text);
// text must not be empty.
inline CodePoint decodeFirst(std::string_view text)
{
    const auto first = static_cast<uint8_t>(text.front());
    return first < 0x80 ? CodePoint{first, 1} : decodeBeyondAscii(text);
}
// Takes the first code point off a text that must not be empty.
inline char32_t takeFirst(std::string_view &text)
{
    const CodePoint first = decodeFirst(text);
    text.remove_prefix(static_cast<size_t>(first.bytes));
    return first.value;
}
void appendUtf8(std::string &text, char32_t value);
bool isAscii(std::string_view text);

// Unicode White_Space.
bool isWhitespace(char32_t c);
// What the regular expression \w matches: letters, marks, digits, connecting punctuation.
bool isWordCharacter(char32_t c);
bool isBertPunctuation(char32_t c);
// Removed by BERT's cleaning: NUL, U+FFFD, control, format and private characters.
bool isBertRemoved(char32_t c);
bool isBertNonspacingMark(char32_t c);
bool isChineseCharacter(char32_t c);

// Canonical decomposition of one character, appended in canonical order of its own parts.
void appendDecomposed(std::vector<char32_t> &out, char32_t c);
// The canonical combining class, 0 for all characters that start a cluster.
int combiningClass(char32_t c);
// Lower case of one character; U+0130 gives two.
void appendLowerCase(std::vector<char32_t> &out, char32_t c);

} // namespace helicase
