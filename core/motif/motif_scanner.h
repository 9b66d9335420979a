// Where motifs match a sequence: log-odds against equal shares of the bases, with the exact
// probability of such a score in random sequence (dynamic programming over rounded scores, as FIMO
// and MOODS do: Grant, Bailey and Noble 2011; Korhonen et al. 2009). Immutable after construction;
// thread-safe.
#pragma once

#include "core/motif/motif.h"

#include <span>
#include <string_view>
#include <vector>

namespace helicase {

struct MotifHit {
    size_t motif = 0;  // place in the list
    int64_t begin = 0; // 0-based, on the given strand of the sequence
    int64_t end = 0;   // not included
    char strand = '+';
    double score = 0;  // bits
    double pValue = 1; // of at least this score at one place of random sequence
};

class MotifScanner {
public:
    // Counts become shares with sqrt(n) / 4 pseudocounts each, n being the sum of a place's counts.
    explicit MotifScanner(std::span<const Motif> motifs);

    // Both strands; the smallest p-values first, then by place. Places with other letters than A,
    // C, G and T (either case) match nothing.
    std::vector<MotifHit> hits(std::string_view bases, double largestPValue = 1e-4) const;

private:
    // Scores in steps of 1/100 bit.
    struct Matrix {
        std::vector<std::array<int32_t, 4>> forward;
        std::vector<std::array<int32_t, 4>> backward; // of the other strand
        int32_t smallest = 0;                         // score that any place can have
        std::vector<double> tail; // [score - smallest]: probability of that score or more
    };
    void scan(size_t motif, bool isForward, std::span<const int8_t> letters, double largestPValue,
              std::vector<MotifHit> &found) const;

    std::vector<Matrix> matrices_;
};

} // namespace helicase
