// How often each word of k letters occurs in a sequence: the classical description of a species'
// style, and the baseline that every model has to beat.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Separate: each word for itself. Merged: a word and its reverse complement count as one, so that
// the profile does not depend on which strand was read.
enum class Strands { Separate, Merged };

// What to do with words that hold other letters than A, C, G and T (any case; U counts as T).
enum class UnknownLetters { Skip, Refuse };

class KmerCounter {
public:
    static constexpr int longestWord = 8;

    // order: the four letters in the order in which words are numbered, first letter slowest. The
    // published tetranucleotide frequencies of DNABERT-S use "ATCG". Throws OptionError unless k is
    // 1 to 8.
    explicit KmerCounter(int k, Strands strands = Strands::Separate,
                         std::string_view order = "ATCG");

    int wordLength() const { return k_; }
    // 4^k, or the number of pairs of reverse complements (136 for k = 4).
    int64_t width() const { return width_; }
    // The words in the order of the columns; of a merged pair the one with the smaller number.
    std::vector<std::string> words() const;

    // Occurrences, overlapping ones included. Throws Error for a letter that is to be refused.
    std::vector<int64_t> count(std::string_view bases,
                               UnknownLetters rule = UnknownLetters::Skip) const;

    // Shares of all words counted; they add up to 1, or are all 0 when there is no word to count.
    // shares has width() elements.
    void profile(std::string_view bases, std::span<float> shares) const;
    std::vector<double> profile(std::string_view bases,
                                UnknownLetters rule = UnknownLetters::Skip) const;

private:
    // Numbers follow the order of the letters.
    std::string wordOf(uint32_t number) const;

    int k_;
    int64_t width_ = 0;
    std::string order_;
    std::vector<int32_t> columnOf_;      // of each word of KmerHistogram
    std::vector<uint32_t> wordOfColumn_; // number of its first word
};

} // namespace helicase
