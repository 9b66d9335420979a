// Lloyd's k-means as the published clustering evaluation uses it (scikit-learn KMeans, init
// random). Distances by matrix products in blocks of rows; sums in double precision. Thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <vector>

namespace helicase {

struct KMeansSettings {
    int64_t clusters = 0;
    int64_t starts = 3;
    int64_t maximumRounds = 1000;
    double tolerance = 1e-4; // relative to the mean variance of the columns
};

struct KMeansResult {
    std::vector<int64_t> labels; // one per row, 0 to clusters - 1
    Matrix centres;              // [clusters, columns]
    double inertia = 0;          // sum of squared distances to the centre
    int64_t rounds = 0;          // of the start that was kept
};

// Each start draws its centres from the rows, as scikit-learn's KMeans does with this random_state;
// the start of least inertia is kept. Memory beyond a centred copy: O(block x clusters). Throws
// Error when there are fewer rows than clusters.
KMeansResult kMeans(const Matrix &vectors, const KMeansSettings &settings, uint32_t seed);

// From given centres [clusters, columns]; settings.clusters and settings.starts are not looked at.
KMeansResult kMeansFrom(const Matrix &vectors, const Matrix &startCentres,
                        const KMeansSettings &settings);

} // namespace helicase
