// Compares all pairs of rows by blocks of inner products; a product serves both of its rows.
#pragma once

#include "core/base/progress.h"
#include "core/neural/project/nearest_candidates.h"
#include "core/neural/project/row_distances.h"

#include <mutex>
#include <utility>

namespace helicase {

class PairSearch {
public:
    // kept: candidates of each row. The distances must outlive the search.
    PairSearch(const RowDistances &distances, int64_t kept);

    // Long work on the calling thread and others. Throws Stopped.
    void run(Progress &progress, const std::stop_token &stop);
    // Distances are squared ones less the square of the row's own length. Of different rows:
    // thread-safe.
    NearestCandidates &candidatesOf(int64_t row) { return candidates_[row]; }

private:
    int64_t sizeOf(int64_t tile) const;
    void compareTiles(int64_t first, int64_t second);
    void offerRow(int64_t row, int64_t otherBegin, std::span<const float> products,
                  std::vector<float> &limits);

    const RowDistances &distances_;
    int64_t tiles_;
    std::vector<NearestCandidates> candidates_; // of each row
    std::vector<std::mutex> locks_;             // of the candidates of each tile
};

} // namespace helicase
