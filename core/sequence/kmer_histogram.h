// Counting of words of k letters, the inner loop of KmerCounter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace helicase {

class KmerHistogram {
public:
    // The letters in the order of their two bits in ASCII, which number words here; first letter
    // slowest. U counts as T, lower case as upper case.
    static constexpr std::string_view letters = "ACTG";

    // k: 1 to 8.
    explicit KmerHistogram(int k);

    // Length of the text up to the first other letter.
    static size_t knownLetters(std::string_view text);
    // Counts all words of a text that holds known letters only.
    void add(std::string_view known);
    int64_t countOf(size_t word) const;

private:
    // Neighbouring words go into different tables: a repeated word then does not wait for its own
    // last increment.
    static constexpr size_t tables = 4;

    void countWords(std::span<const uint16_t> words);

    int k_;
    size_t words_; // 4^k
    std::vector<int64_t> counts_;
};

} // namespace helicase
