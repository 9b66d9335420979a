// Which words of a text a vocabulary does not know, so that its gaps are seen before a model is
// trained. One thread per object.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <map>

namespace helicase {

class UnknownWords {
public:
    struct Word {
        std::string text;
        int64_t times = 0;
        std::string record; // where it stood first
        int64_t place = 0;  // code points before it there
    };

    // The encoding's offsets must be those of the text. A word is what stands between blanks; of
    // one that is longer than 64 bytes, as a sequence is, only the unknown part counts, cut to 64
    // bytes.
    void add(const std::string &record, std::string_view text, const Encoding &encoding,
             TokenId unknown);

    // The most frequent first, equally frequent ones in order of their text.
    std::vector<Word> words() const;

private:
    std::map<std::string, Word, std::less<>> words_;
};

} // namespace helicase
