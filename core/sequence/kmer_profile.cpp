#include "core/sequence/kmer_profile.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace helicase {

namespace {

constexpr int8_t unknown = -1;

std::array<int8_t, 256> codesOf(std::string_view order)
{
    std::array<int8_t, 256> codes{};
    codes.fill(unknown);
    for (size_t i = 0; i < order.size(); ++i) {
        const auto upper = static_cast<unsigned char>(order[i]);
        codes[upper] = static_cast<int8_t>(i);
        codes[upper + ('a' - 'A')] = static_cast<int8_t>(i);
    }
    codes['U'] = codes['T'];
    codes['u'] = codes['T'];
    return codes;
}

// Counts the words of one sequence by a number that is moved on letter by letter. Neighbouring
// words go into different histograms: a repeated word then does not wait for its own last
// increment.
class RollingHistogram {
public:
    RollingHistogram(int k, const std::array<int8_t, 256> &codeOf)
        : k_(k), words_(size_t{1} << (2 * k)), codeOf_(codeOf), counts_(histograms * words_)
    {
    }

    // The position of the first letter without a code, or the length.
    size_t add(std::string_view bases, UnknownLetters rule)
    {
        const auto mask = static_cast<uint32_t>(words_ - 1);
        uint32_t word = 0;
        int known = 0; // letters with a code up to here, at most k
        for (size_t i = 0; i < bases.size(); ++i) {
            const int8_t code = codeOf_[static_cast<unsigned char>(bases[i])];
            if (code == unknown) {
                if (rule == UnknownLetters::Refuse)
                    return i;
                known = 0;
                continue;
            }
            word = (word << 2 | static_cast<uint32_t>(code)) & mask;
            known = std::min(known + 1, k_);
            if (known == k_)
                ++counts_[i % histograms * words_ + word];
        }
        return bases.size();
    }

    int64_t countOf(size_t word) const
    {
        int64_t sum = 0;
        for (size_t i = 0; i < histograms; ++i)
            sum += counts_[i * words_ + word];
        return sum;
    }

private:
    static constexpr size_t histograms = 4;

    int k_;
    size_t words_;
    const std::array<int8_t, 256> &codeOf_;
    std::vector<int64_t> counts_;
};

} // namespace

KmerCounter::KmerCounter(int k, Strands strands, std::string_view order)
    : k_(k), order_(order), codeOf_(codesOf(order))
{
    if (k < 1 || k > longestWord)
        throw OptionError("k", "found " + std::to_string(k) + " (expected 1 to 8)");
    assert(order.size() == 4 && order.find_first_not_of("ACGT") == std::string_view::npos);

    const auto words = uint32_t{1} << (2 * k);
    columnOf_.assign(words, -1);
    for (uint32_t word = 0; word < words; ++word) {
        if (columnOf_[word] >= 0)
            continue;
        const auto column = static_cast<int32_t>(wordOfColumn_.size());
        wordOfColumn_.push_back(word);
        columnOf_[word] = column;
        if (strands == Strands::Separate)
            continue;
        uint32_t partner = 0;
        for (const char letter : reverseComplement(wordOf(word)))
            partner =
                partner << 2 | static_cast<uint32_t>(codeOf_[static_cast<unsigned char>(letter)]);
        columnOf_[partner] = column;
    }
    width_ = static_cast<int64_t>(wordOfColumn_.size());
}

std::string KmerCounter::wordOf(uint32_t code) const
{
    std::string word(static_cast<size_t>(k_), ' ');
    for (auto letter = word.rbegin(); letter != word.rend(); ++letter, code >>= 2)
        *letter = order_[code & 3];
    return word;
}

std::vector<std::string> KmerCounter::words() const
{
    std::vector<std::string> words;
    for (const uint32_t code : wordOfColumn_)
        words.push_back(wordOf(code));
    return words;
}

std::vector<int64_t> KmerCounter::count(std::string_view bases, UnknownLetters rule) const
{
    RollingHistogram histogram(k_, codeOf_);
    const size_t end = histogram.add(bases, rule);
    if (end < bases.size())
        throw Error("position " + std::to_string(end + 1) + " holds " +
                        printable(bases.substr(end, 1)) + " (expected A, C, G or T)",
                    {}, ExitStatus::BadInput);
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
