// How far a picture can be trusted (Venna and Kaski 2001): 1 when the neighbours of every point in
// the picture are neighbours among the vectors as well; each intruder costs as much as its rank
// among the vectors exceeds the number of neighbours looked at. The same whatever the number of
// threads.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"

#include <optional>

namespace helicase {

struct Trustworthiness {
    double value = 1;
    int64_t neighbors = 0;
    int64_t rows = 0; // judged, each against all others
};

constexpr int64_t judgedNeighbors = 15;

// Of the picture, [rows, 2 or 3], of vectors with as many rows. sampledRows: drawn by the seed when
// there are more. With few rows fewer neighbours are looked at; nothing for fewer than three rows
// or when none are to be judged. Throws Stopped.
std::optional<Trustworthiness> trustworthiness(const Matrix &vectors, const Matrix &picture,
                                               int64_t sampledRows, uint64_t seed,
                                               Progress &progress, const std::stop_token &stop);

} // namespace helicase
