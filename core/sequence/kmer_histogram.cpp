#include "core/sequence/kmer_histogram.h"

#include "core/base/clones.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace helicase {

namespace {

// Positions whose words are computed at once.
constexpr size_t blockWords = 2048;
constexpr size_t longestWord = 8;

constexpr std::array<bool, 256> makeKnown()
{
    std::array<bool, 256> known{};
    for (const char letter : std::string_view("ACGTUacgtu"))
        known[static_cast<unsigned char>(letter)] = true;
    return known;
}

constexpr std::array<bool, 256> isKnown = makeKnown();

HELICASE_CLONES size_t countOthers(const char *text, size_t count)
{
    size_t others = 0;
    for (size_t i = 0; i < count; ++i) {
        const auto upper = static_cast<uint8_t>(text[i] & 0xDF);
        others += upper != 'A' && upper != 'C' && upper != 'G' && upper != 'T' && upper != 'U';
    }
    return others;
}

// The numbers of the words at the first positions; the text goes on for k - 1 letters.
HELICASE_CLONES void numberWords(const char *text, size_t count, size_t k, uint16_t *words)
{
    std::array<uint8_t, blockWords + longestWord> codes;
    for (size_t i = 0; i < count + k - 1; ++i)
        codes[i] = static_cast<uint8_t>(text[i] >> 1 & 3);
    std::copy_n(codes.begin(), count, words);
    for (size_t j = 1; j < k; ++j)
        for (size_t i = 0; i < count; ++i)
            words[i] = static_cast<uint16_t>(words[i] << 2 | codes[i + j]);
}

} // namespace

KmerHistogram::KmerHistogram(int k) : k_(k), words_(size_t{1} << (2 * k)), counts_(tables * words_)
{
}

size_t KmerHistogram::knownLetters(std::string_view text)
{
    constexpr size_t atOnce = 256;
    size_t known = 0;
    while (known + atOnce <= text.size() && countOthers(text.data() + known, atOnce) == 0)
        known += atOnce;
    while (known < text.size() && isKnown[static_cast<unsigned char>(text[known])])
        ++known;
    return known;
}

void KmerHistogram::add(std::string_view known)
{
    const auto k = static_cast<size_t>(k_);
    std::array<uint16_t, blockWords> words;
    while (known.size() >= k) {
        const size_t count = std::min(blockWords, known.size() - k + 1);
        numberWords(known.data(), count, k, words.data());
        countWords({words.data(), count});
        known.remove_prefix(count);
    }
}

void KmerHistogram::countWords(std::span<const uint16_t> words)
{
    int64_t *const first = counts_.data();
    size_t i = 0;
    for (; i + tables <= words.size(); i += tables) {
        uint64_t next; // all at once: loads are as dear as increments
        std::memcpy(&next, &words[i], sizeof next);
        ++first[next & 0xFFFF];
        ++first[words_ + (next >> 16 & 0xFFFF)];
        ++first[2 * words_ + (next >> 32 & 0xFFFF)];
        ++first[3 * words_ + (next >> 48)];
    }
    for (; i < words.size(); ++i)
        ++first[words[i]];
}

int64_t KmerHistogram::countOf(size_t word) const
{
    int64_t sum = 0;
    for (size_t i = 0; i < tables; ++i)
        sum += counts_[i * words_ + word];
    return sum;
}

} // namespace helicase
