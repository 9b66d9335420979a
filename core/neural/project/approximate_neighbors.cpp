#include "core/base/error.h"
#include "core/neural/project/nearest_neighbors.h"
#include "core/neural/project/work_shares.h"

#include <hnswlib/hnswlib.h>

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t linksPerPoint = 16;
constexpr size_t breadthWhenBuilding = 150;
constexpr int64_t smallestBreadthWhenSearching = 100;
constexpr int64_t rowsPerPiece = 256;

using SmallWorld = hnswlib::HierarchicalNSW<float>;

// On one thread: the graph depends on the order of its points.
void addPoints(SmallWorld &graph, const Matrix &vectors, Progress &progress,
               const std::stop_token &stop)
{
    for (int64_t i = 0; i < vectors.rows(); ++i) {
        if (i % rowsPerPiece == 0) {
            throwIfStopped(stop);
            progress.update(i, vectors.rows(), "building the graph of neighbours");
        }
        graph.addPoint(vectors.row(i).data(), static_cast<size_t>(i));
    }
}

void findNeighbors(const SmallWorld &graph, const Matrix &vectors, int64_t row,
                   NeighborTable &table)
{
    auto found =
        graph.searchKnnCloserFirst(vectors.row(row).data(), static_cast<size_t>(table.count + 1));
    std::erase_if(found, [row](const auto &one) { return std::cmp_equal(one.second, row); });
    if (std::ssize(found) < table.count)
        throw Error("vector " + std::to_string(row + 1) + " has only " +
                        std::to_string(found.size()) + " of " + std::to_string(table.count) +
                        " neighbours in the approximate graph",
                    "many equal vectors do this; ask for fewer neighbours");
    std::ranges::sort(found);
    for (int64_t k = 0; k < table.count; ++k) {
        const auto &[squared, index] = found[static_cast<size_t>(k)];
        table.indices[static_cast<size_t>(row * table.count + k)] = static_cast<int32_t>(index);
        table.distances[static_cast<size_t>(row * table.count + k)] =
            std::sqrt(std::max(squared, 0.0f));
    }
}

} // namespace

NeighborTable approximateNeighbors(const Matrix &vectors, int64_t count, uint64_t seed,
                                   Progress &progress, const std::stop_token &stop)
{
    NeighborTable table = NeighborTable::sized(vectors.rows(), count);
    table.search = NeighborSearch::Approximate;
    hnswlib::L2Space space(static_cast<size_t>(vectors.columns()));
    SmallWorld graph(&space, static_cast<size_t>(vectors.rows()), linksPerPoint,
                     breadthWhenBuilding, seed);
    addPoints(graph, vectors, progress, stop);
    graph.setEf(static_cast<size_t>(std::max(smallestBreadthWhenSearching, 2 * count)));
    const int64_t pieces = (vectors.rows() + rowsPerPiece - 1) / rowsPerPiece;
    shareWork(pieces, progress, "finding neighbours", stop, [&](int64_t piece) {
        const int64_t end = std::min((piece + 1) * rowsPerPiece, vectors.rows());
        for (int64_t row = piece * rowsPerPiece; row < end; ++row)
            findNeighbors(graph, vectors, row, table);
    });
    return table;
}

} // namespace helicase
