#include "core/neural/project/nearest_neighbors.h"

#include "core/base/error.h"

namespace helicase {

std::span<const int32_t> NeighborTable::indicesOf(int64_t row) const
{
    return std::span(indices).subspan(static_cast<size_t>(row * count), static_cast<size_t>(count));
}

std::span<const float> NeighborTable::distancesOf(int64_t row) const
{
    return std::span(distances).subspan(static_cast<size_t>(row * count),
                                        static_cast<size_t>(count));
}

NeighborTable NeighborTable::sized(int64_t rows, int64_t count)
{
    if (count < 1 || count >= rows)
        throw Error(std::to_string(count) + " neighbours of each of " + std::to_string(rows) +
                    " vectors cannot be found");
    const auto size = static_cast<size_t>(rows * count);
    return {.rows = rows,
            .count = count,
            .indices = std::vector<int32_t>(size),
            .distances = std::vector<float>(size)};
}

NeighborTable nearestNeighbors(const Matrix &vectors, int64_t count, uint64_t seed,
                               Progress &progress, const std::stop_token &stop)
{
    return vectors.rows() <= mostRowsForExactNeighbors
               ? exactNeighbors(vectors, count, progress, stop)
               : approximateNeighbors(vectors, count, seed, progress, stop);
}

} // namespace helicase
