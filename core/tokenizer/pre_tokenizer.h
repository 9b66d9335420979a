// Cutting a text into words before the model sees it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace helicase {

enum class PreTokenizer {
    None,            // the whole text is one word
    Whitespace,      // runs of word characters, runs of other characters; blanks disappear
    WhitespaceSplit, // at blanks only
    Bert             // at blanks, and every punctuation character is a word
};

// Half-open range of bytes.
struct WordRange {
    size_t begin = 0;
    size_t end = 0;
};

std::vector<WordRange> wordsOf(std::string_view text, PreTokenizer kind);

} // namespace helicase
