#include "core/neural/explain/motif_matches.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

MotifMatch matchOf(const MotifHit &hit, const Mutagenesis &mutagenesis)
{
    MotifMatch match{.hit = hit};
    const std::span<const float> scores(mutagenesis.reference);
    const auto covered =
        scores.subspan(static_cast<size_t>(hit.begin), static_cast<size_t>(hit.end - hit.begin));
    match.predicted =
        std::accumulate(covered.begin(), covered.end(), 0.0) / static_cast<double>(covered.size());
    const int64_t end = std::min(hit.end, mutagenesis.first + mutagenesis.bases());
    for (int64_t base = std::max(hit.begin, mutagenesis.first); base < end; ++base)
        for (int64_t letter = 0; letter < 4; ++letter) {
            const double change = mutagenesis.change(base - mutagenesis.first, letter);
            if (match.strongestBase < 0 || change < match.strongestChange) {
                match.strongestBase = base;
                match.strongestLetter = substitutedLetters[static_cast<size_t>(letter)];
                match.strongestChange = change;
            }
        }
    return match;
}

} // namespace

std::vector<BindingPeak> peaksOf(std::span<const float> scores, float level)
{
    std::vector<BindingPeak> peaks;
    for (int64_t base = 0; base < std::ssize(scores); ++base) {
        const float score = scores[static_cast<size_t>(base)];
        if (!(score > level))
            continue;
        if (peaks.empty() || peaks.back().end != base)
            peaks.push_back({.begin = base, .end = base, .highest = score});
        peaks.back().end = base + 1;
        peaks.back().highest = std::max(peaks.back().highest, score);
    }
    return peaks;
}

std::vector<MotifMatch> motifMatches(const std::string &window, const MotifScanner &scanner,
                                     const Mutagenesis &mutagenesis, float level,
                                     double largestPValue, int64_t mostPerPeak)
{
    const std::vector<MotifHit> hits = scanner.hits(window, largestPValue);
    std::vector<MotifMatch> matches;
    for (const BindingPeak &peak : peaksOf(mutagenesis.reference, level)) {
        int64_t found = 0;
        for (const MotifHit &hit : hits) {
            const int64_t shared = std::min(hit.end, peak.end) - std::max(hit.begin, peak.begin);
            if (2 * shared < hit.end - hit.begin)
                continue;
            if (++found > mostPerPeak)
                break;
            matches.push_back(matchOf(hit, mutagenesis));
        }
    }
    return matches;
}

} // namespace helicase
