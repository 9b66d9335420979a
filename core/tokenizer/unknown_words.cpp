#include "core/tokenizer/unknown_words.h"

#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t longestWord = 64;

// Bytes of a text.
struct ByteRange {
    size_t begin = 0;
    size_t end = 0;
};

bool isBlank(char c)
{
    return isWhitespace(static_cast<uint8_t>(c)) && static_cast<uint8_t>(c) < 0x80;
}

bool isInsideCharacter(std::string_view text, size_t place)
{
    return place < text.size() && (static_cast<uint8_t>(text[place]) & 0xC0) == 0x80;
}

// The word around a part of it, or the part when the word is too long.
ByteRange wordAround(std::string_view text, ByteRange part)
{
    ByteRange word = part;
    while (word.begin > 0 && !isBlank(text[word.begin - 1]) && word.end - word.begin <= longestWord)
        --word.begin;
    while (word.end < text.size() && !isBlank(text[word.end]) &&
           word.end - word.begin <= longestWord)
        ++word.end;
    if (word.end - word.begin <= longestWord)
        return word;
    part.end = std::min(part.end, part.begin + longestWord);
    while (part.end > part.begin + 1 && isInsideCharacter(text, part.end))
        --part.end;
    return part;
}

// Walks along a text.
class Position {
public:
    explicit Position(std::string_view text) : text_(text) {}
    // The byte where a code point begins; ascending.
    size_t byteOf(int32_t codePoint)
    {
        for (; codePoint_ < codePoint && byte_ < text_.size(); ++codePoint_)
            byte_ += static_cast<size_t>(decodeFirst(text_.substr(byte_)).bytes);
        return byte_;
    }

private:
    std::string_view text_;
    size_t byte_ = 0;
    int32_t codePoint_ = 0;
};

} // namespace

void UnknownWords::add(const std::string &record, std::string_view text, const Encoding &encoding,
                       TokenId unknown)
{
    Position position(text);
    size_t done = 0; // the end of the word counted last
    for (size_t i = 0; i < encoding.size(); ++i) {
        const TokenSpan span = encoding.offsets[i];
        if (encoding.ids[i] != unknown || span.begin == span.end)
            continue;
        ByteRange part{position.byteOf(span.begin), 0};
        part.end = position.byteOf(span.end);
        if (part.begin < done)
            continue;
        // Neighbours that are unknown too belong to the same part.
        while (i + 1 < encoding.size() && encoding.ids[i + 1] == unknown &&
               encoding.offsets[i + 1].begin == encoding.offsets[i].end)
            part.end = position.byteOf(encoding.offsets[++i].end);
        const ByteRange word = wordAround(text, part);
        done = std::max(word.end, part.end);
        const std::string_view letters = text.substr(word.begin, word.end - word.begin);
        auto entry = words_.find(letters);
        if (entry == words_.end())
            entry =
                words_.emplace(letters, Word{std::string(letters), 0, record, span.begin}).first;
        ++entry->second.times;
    }
}

std::vector<UnknownWords::Word> UnknownWords::words() const
{
    std::vector<Word> words;
    for (const auto &[text, word] : words_)
        words.push_back(word);
    std::ranges::stable_sort(words, std::ranges::greater(), &Word::times);
    return words;
}

} // namespace helicase
