// The nearest rows of every row, by Euclidean distance: exactly, from blocks of inner products, or
// for many rows approximately, from a navigable small-world graph (Malkov and Yashunin 2018;
// hnswlib). The same table whatever the number of threads. Long work on the calling thread, which
// alone calls the progress.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

// Above so many rows the table is approximate.
constexpr int64_t mostRowsForExactNeighbors = 100'000;

enum class NeighborSearch { Exact, Approximate };

struct NeighborTable {
    int64_t rows = 0;
    int64_t count = 0;            // neighbours of a row, the row itself not among them
    std::vector<int32_t> indices; // [rows, count], nearest first, of equals the smaller index
    std::vector<float> distances; // [rows, count]
    NeighborSearch search = NeighborSearch::Exact;

    // Room for the neighbours. Throws Error unless 1 <= count < rows.
    static NeighborTable sized(int64_t rows, int64_t count);
    std::span<const int32_t> indicesOf(int64_t row) const;
    std::span<const float> distancesOf(int64_t row) const;
};

// Throws Error unless 1 <= count < rows, and Stopped.
NeighborTable exactNeighbors(const Matrix &vectors, int64_t count, Progress &progress,
                             const std::stop_token &stop);

// The graph is built on one thread and searched on all. seed: of the layers of its points. Throws
// the same, and Error when a row is left with fewer than count neighbours.
NeighborTable approximateNeighbors(const Matrix &vectors, int64_t count, uint64_t seed,
                                   Progress &progress, const std::stop_token &stop);

// The exact or the approximate ones, as the number of rows says.
NeighborTable nearestNeighbors(const Matrix &vectors, int64_t count, uint64_t seed,
                               Progress &progress, const std::stop_token &stop);

} // namespace helicase
