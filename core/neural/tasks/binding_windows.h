// How the windows of a binding set are divided and varied. Pure functions.
#pragma once

#include "core/base/random_stream.h"
#include "core/dataset/binding_set.h"

#include <span>

namespace helicase {

struct WindowSplit {
    std::vector<int64_t> training; // rows of the set, ascending
    std::vector<int64_t> heldOut;
    bool isByPosition = false;
};

enum class SplitRule { PositionOrRandom, Random };

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

} // namespace helicase
