#include "core/tokenizer/pre_tokenizer.h"

#include "core/tokenizer/characters.h"

namespace helicase {

namespace {

// Neighbouring characters of the same class form a word, except where each stands alone.
enum class CharacterClass { Blank, Word, Other, Alone };

CharacterClass classOf(char32_t c, PreTokenizer kind)
{
    if (isWhitespace(c))
        return CharacterClass::Blank;
    switch (kind) {
    case PreTokenizer::Whitespace:
        return isWordCharacter(c) ? CharacterClass::Word : CharacterClass::Other;
    case PreTokenizer::Bert:
        return isBertPunctuation(c) ? CharacterClass::Alone : CharacterClass::Word;
    default:
        return CharacterClass::Word;
    }
}

} // namespace

std::vector<WordRange> wordsOf(std::string_view text, PreTokenizer kind)
{
    if (kind == PreTokenizer::None)
        return text.empty() ? std::vector<WordRange>{} : std::vector<WordRange>{{0, text.size()}};
    std::vector<WordRange> words;
    CharacterClass previous = CharacterClass::Blank;
    for (size_t i = 0; i < text.size();) {
        const CodePoint c = decodeFirst(text.substr(i));
        const size_t end = i + static_cast<size_t>(c.bytes);
        const CharacterClass present = classOf(c.value, kind);
        if (present != CharacterClass::Blank) {
            if (present == previous && present != CharacterClass::Alone)
                words.back().end = end;
            else
                words.push_back({i, end});
        }
        previous = present;
        i = end;
    }
    return words;
}

} // namespace helicase
