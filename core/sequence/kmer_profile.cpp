#include "core/sequence/kmer_profile.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/kmer_histogram.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace helicase {

namespace {

// The number that the histogram gives a word.
size_t histogramWord(std::string_view word)
{
    size_t number = 0;
    for (const char letter : word)
        number = number << 2 | KmerHistogram::letters.find(letter);
    return number;
}

} // namespace

KmerCounter::KmerCounter(int k, Strands strands, std::string_view order) : k_(k), order_(order)
{
    if (k < 1 || k > longestWord)
        throw OptionError("k", "found " + std::to_string(k) + " (expected 1 to 8)");
    assert(order.size() == 4 && order.find_first_not_of("ACGT") == std::string_view::npos);

    const auto words = uint32_t{1} << (2 * k);
    columnOf_.assign(words, -1);
    for (uint32_t number = 0; number < words; ++number) {
        const std::string word = wordOf(number);
        int32_t &column = columnOf_[histogramWord(word)];
        if (column >= 0)
            continue;
        column = static_cast<int32_t>(wordOfColumn_.size());
        wordOfColumn_.push_back(number);
        if (strands == Strands::Merged)
            columnOf_[histogramWord(reverseComplement(word))] = column;
    }
    width_ = static_cast<int64_t>(wordOfColumn_.size());
}

std::string KmerCounter::wordOf(uint32_t number) const
{
    std::string word(static_cast<size_t>(k_), ' ');
    for (auto letter = word.rbegin(); letter != word.rend(); ++letter, number >>= 2)
        *letter = order_[number & 3];
    return word;
}

std::vector<std::string> KmerCounter::words() const
{
    std::vector<std::string> words;
    for (const uint32_t number : wordOfColumn_)
        words.push_back(wordOf(number));
    return words;
}

std::vector<int64_t> KmerCounter::count(std::string_view bases, UnknownLetters rule) const
{
    KmerHistogram histogram(k_);
    for (size_t at = 0; at < bases.size();) {
        const size_t known = KmerHistogram::knownLetters(bases.substr(at));
        histogram.add(bases.substr(at, known));
        at += known;
        if (at < bases.size() && rule == UnknownLetters::Refuse)
            throw Error("position " + std::to_string(at + 1) + " holds " +
                            printable(bases.substr(at, 1)) + " (expected A, C, G or T)",
                        {}, ExitStatus::BadInput);
        ++at;
    }
    std::vector<int64_t> counts(static_cast<size_t>(width_));
    for (size_t word = 0; word < columnOf_.size(); ++word)
        counts[static_cast<size_t>(columnOf_[word])] += histogram.countOf(word);
    return counts;
}

std::vector<double> KmerCounter::profile(std::string_view bases, UnknownLetters rule) const
{
    const std::vector<int64_t> counts = count(bases, rule);
    const int64_t total = std::accumulate(counts.begin(), counts.end(), int64_t{0});
    std::vector<double> shares;
    for (const int64_t one : counts)
        shares.push_back(static_cast<double>(one) /
                         static_cast<double>(std::max<int64_t>(total, 1)));
    return shares;
}

void KmerCounter::profile(std::string_view bases, std::span<float> shares) const
{
    assert(static_cast<int64_t>(shares.size()) == width_);
    std::ranges::transform(profile(bases), shares.begin(),
                           [](double share) { return static_cast<float>(share); });
}

} // namespace helicase
