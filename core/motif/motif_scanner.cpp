#include "core/motif/motif_scanner.h"

#include "core/sequence/base_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

constexpr double stepsPerBit = 100;
constexpr double background = 0.25;

std::array<int32_t, 4> scoresOf(const std::array<double, 4> &counts)
{
    const double sum = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double pseudocount = std::sqrt(sum) * background;
    std::array<int32_t, 4> scores;
    for (size_t i = 0; i < 4; ++i) {
        const double share = (counts[i] + pseudocount) / (sum + 4 * pseudocount);
        scores[i] = static_cast<int32_t>(std::lround(std::log2(share / background) * stepsPerBit));
    }
    return scores;
}

std::vector<std::array<int32_t, 4>> otherStrand(std::vector<std::array<int32_t, 4>> scores)
{
    std::ranges::reverse(scores);
    for (std::array<int32_t, 4> &place : scores)
        std::ranges::reverse(place); // A, C, G, T become T, G, C, A
    return scores;
}

// The probability of every sum of scores in random sequence, as tail sums.
std::vector<double> tailOf(const std::vector<std::array<int32_t, 4>> &scores)
{
    std::vector<double> density{1};
    for (const std::array<int32_t, 4> &place : scores) {
        const auto [least, most] = std::ranges::minmax(place);
        std::vector<double> next(density.size() + static_cast<size_t>(most - least), 0.0);
        for (const int32_t score : place)
            for (size_t i = 0; i < density.size(); ++i)
                next[i + static_cast<size_t>(score - least)] += density[i] * background;
        density = std::move(next);
    }
    std::partial_sum(density.rbegin(), density.rend(), density.rbegin());
    return density;
}

std::vector<int8_t> lettersOf(std::string_view bases)
{
    std::vector<int8_t> letters(bases.size());
    std::ranges::transform(bases, letters.begin(), baseIndex);
    return letters;
}

} // namespace

MotifScanner::MotifScanner(std::span<const Motif> motifs)
{
    for (const Motif &motif : motifs) {
        Matrix matrix;
        for (const std::array<double, 4> &counts : motif.counts) {
            matrix.forward.push_back(scoresOf(counts));
            matrix.smallest += std::ranges::min(matrix.forward.back());
        }
        matrix.backward = otherStrand(matrix.forward);
        matrix.tail = tailOf(matrix.forward);
        matrices_.push_back(std::move(matrix));
    }
}

void MotifScanner::scan(size_t motif, bool isForward, std::span<const int8_t> letters,
                        double largestPValue, std::vector<MotifHit> &found) const
{
    const Matrix &matrix = matrices_[motif];
    const auto &scores = isForward ? matrix.forward : matrix.backward;
    for (size_t begin = 0; begin + scores.size() <= letters.size(); ++begin) {
        int32_t sum = 0;
        bool isKnown = true;
        for (size_t i = 0; i < scores.size() && isKnown; ++i) {
            const int8_t letter = letters[begin + i];
            isKnown = letter >= 0;
            sum += isKnown ? scores[i][static_cast<size_t>(letter)] : 0;
        }
        if (!isKnown)
            continue;
        const double pValue = matrix.tail[static_cast<size_t>(sum - matrix.smallest)];
        if (pValue <= largestPValue)
            found.push_back({.motif = motif,
                             .begin = static_cast<int64_t>(begin),
                             .end = static_cast<int64_t>(begin + scores.size()),
                             .strand = isForward ? '+' : '-',
                             .score = sum / stepsPerBit,
                             .pValue = pValue});
    }
}

std::vector<MotifHit> MotifScanner::hits(std::string_view bases, double largestPValue) const
{
    const std::vector<int8_t> letters = lettersOf(bases);
    std::vector<MotifHit> found;
    for (size_t motif = 0; motif < matrices_.size(); ++motif)
        for (const bool isForward : {true, false})
            scan(motif, isForward, letters, largestPValue, found);
    std::ranges::stable_sort(found, [](const MotifHit &a, const MotifHit &b) {
        return a.pValue != b.pValue ? a.pValue < b.pValue : a.begin < b.begin;
    });
    return found;
}

} // namespace helicase
