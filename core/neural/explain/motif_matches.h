// Which known motifs lie where a model predicts binding. No LibTorch type; functions without state.
#pragma once

#include "core/motif/motif_scanner.h"
#include "core/neural/explain/binding_explanation.h"

namespace helicase {

// Bases [begin, end) that a model scores above a level, one after another.
struct BindingPeak {
    int64_t begin = 0;
    int64_t end = 0;
    float highest = 0;
};
std::vector<BindingPeak> peaksOf(std::span<const float> scores, float level);

// A motif in a peak.
struct MotifMatch {
    MotifHit hit;
    double predicted = 0; // mean predicted score over the hit
    // The substitution inside the hit that lowers the summed score most; base is -1 when none of
    // its bases was replaced.
    int64_t strongestBase = -1;
    char strongestLetter = 0;
    double strongestChange = 0;
};

// For each peak the hits that cover at least half of their own width of it, the smallest p-values
// first, at most so many per peak.
std::vector<MotifMatch> motifMatches(const std::string &window, const MotifScanner &scanner,
                                     const Mutagenesis &mutagenesis, float level,
                                     double largestPValue, int64_t mostPerPeak);

} // namespace helicase
