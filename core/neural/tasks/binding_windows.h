// How the windows of a binding set are divided and varied. Pure functions.
#pragma once

#include "core/base/random_stream.h"
#include "core/dataset/binding_set.h"

#include <span>

namespace helicase {

struct WindowSplit {
    std::vector<int64_t> training; // rows of the set, ascending; Published: as drawn
    std::vector<int64_t> heldOut;
    bool isByPosition = false;
};

// Published: the rows in the order of Python's random.shuffle after random.seed(42), of which the
// first int(share n) are held out.
enum class SplitRule { PositionOrRandom, Random, Published };

// Holds out a share of the windows. Where all names read SEQUENCE_FIRST_LAST, it is the last
// stretch of each sequence, so that no held-out window is a neighbour of many training windows;
// otherwise windows are drawn at random. Throws Error when one side would be empty.
WindowSplit splitWindows(const BindingSet &set, double heldOutShare, SplitRule rule,
                         RandomStream &random);

// Moves a window and its scores by a random number of bases, at most largestShift in either
// direction and never so far that a base with a score is lost. Free places become N and score 0. As
// published, except that the scores of runs that are no motif are kept too.
void shiftWindow(std::string &window, std::span<float> scores, int64_t largestShift,
                 RandomStream &random);

// A run of motifLength equal scores that are not 0.
struct ScoredMotif {
    int64_t first = 0;
    float score = 0;
};
inline constexpr int64_t motifLength = 10;

// From left to right, without overlap.
std::vector<ScoredMotif> motifsIn(std::span<const float> scores);

// How far DNA-LLM moves a window: no motif leaves it. Both ends belong to the range.
struct ShiftRange {
    int64_t least = 0;
    int64_t most = 0;
};
ShiftRange publishedShifts(std::span<const ScoredMotif> motifs, int64_t windowLength,
                           int64_t largestShift);

// Moves a window as DNA-LLM does: free places get the padding (N, or A as its vocabulary of four
// bases has it), and scores remain of motifs only, also when the shift is 0. A negative shift moves
// to the left.
void shiftAsPublished(std::string &window, std::span<float> scores, int64_t shift,
                      char padding = 'N');

// The same window read from the other strand.
void readOtherStrand(std::string &window, std::span<float> scores);

} // namespace helicase
