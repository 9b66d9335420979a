#include "core/neural/project/nearest_neighbors.h"

#include "core/base/error.h"
#include "core/neural/project/row_distances.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

namespace {

constexpr int64_t tileRows = 256;
constexpr int64_t tileColumns = 2048;
// Products of floats order near-equal distances by chance: so many more candidates are kept, and
// ordered by distances computed from differences.
constexpr int64_t spareCandidates = 8;

struct Candidate {
    float distance = 0; // squared, or of squares up to a constant
    int32_t index = 0;

    auto operator<=>(const Candidate &) const = default;
};

// The smallest candidates of one row: a heap whose top is the largest of them.
class CandidateHeap {
public:
    explicit CandidateHeap(int64_t capacity) : capacity_(static_cast<size_t>(capacity)) {}

    float limit() const
    {
        return heap_.size() < capacity_ ? std::numeric_limits<float>::infinity()
                                        : heap_.front().distance;
    }
    void offer(Candidate candidate)
    {
        if (heap_.size() == capacity_) {
            std::ranges::pop_heap(heap_);
            heap_.back() = candidate;
        } else {
            heap_.push_back(candidate);
        }
        std::ranges::push_heap(heap_);
    }
    std::vector<Candidate> &all() { return heap_; }

private:
    size_t capacity_;
    std::vector<Candidate> heap_;
};

class ExactSearch {
public:
    ExactSearch(const Matrix &vectors, NeighborTable &table) : distances_(vectors), table_(table) {}

    int64_t tiles() const { return (table_.rows + tileRows - 1) / tileRows; }

    void searchTile(int64_t tile)
    {
        const int64_t begin = tile * tileRows;
        const int64_t size = std::min(tileRows, table_.rows - begin);
        const int64_t kept = std::min(table_.count + spareCandidates, table_.rows - 1);
        std::vector<CandidateHeap> heaps(static_cast<size_t>(size), CandidateHeap(kept));
        Matrix block(size, tileColumns);
        for (int64_t first = 0; first < table_.rows; first += tileColumns) {
            const int64_t columns = std::min(tileColumns, table_.rows - first);
            distances_.fill(distances_.rows().row(begin).data(), size, first, columns, block.data(),
                            tileColumns);
            for (int64_t i = 0; i < size; ++i)
                offerRow(begin + i, first, block.row(i).first(static_cast<size_t>(columns)),
                         heaps[static_cast<size_t>(i)]);
        }
        for (int64_t i = 0; i < size; ++i)
            keepNearest(begin + i, heaps[static_cast<size_t>(i)].all());
    }

private:
    static void offerRow(int64_t self, int64_t first, std::span<const float> distances,
                         CandidateHeap &heap)
    {
        // A few at a time are looked at first: hardly ever is one of them near enough.
        constexpr size_t together = 16;
        float limit = heap.limit();
        for (size_t begin = 0; begin < distances.size(); begin += together) {
            const size_t end = std::min(begin + together, distances.size());
            int near = 0;
            for (size_t j = begin; j < end; ++j)
                near += distances[j] < limit;
            if (near == 0)
                continue;
            for (size_t j = begin; j < end; ++j) {
                const int64_t index = first + static_cast<int64_t>(j);
                if (distances[j] < limit && index != self) {
                    heap.offer({distances[j], static_cast<int32_t>(index)});
                    limit = heap.limit();
                }
            }
        }
    }

    void keepNearest(int64_t i, std::vector<Candidate> &candidates) const
    {
        for (Candidate &candidate : candidates)
            candidate.distance =
                squaredDistance(distances_.rows().row(i), distances_.rows().row(candidate.index));
        std::ranges::sort(candidates);
        for (int64_t k = 0; k < table_.count; ++k) {
            const Candidate &candidate = candidates[static_cast<size_t>(k)];
            table_.indices[static_cast<size_t>(i * table_.count + k)] = candidate.index;
            table_.distances[static_cast<size_t>(i * table_.count + k)] =
                std::sqrt(candidate.distance);
        }
    }

    static float squaredDistance(std::span<const float> first, std::span<const float> second)
    {
        constexpr size_t lanes = 8;
        double sums[lanes] = {};
        size_t j = 0;
        for (; j + lanes <= first.size(); j += lanes)
            for (size_t lane = 0; lane < lanes; ++lane) {
                const double difference = first[j + lane] - second[j + lane];
                sums[lane] += difference * difference;
            }
        double sum = 0;
        for (const double part : sums)
            sum += part;
        for (; j < first.size(); ++j)
            sum += static_cast<double>(first[j] - second[j]) * (first[j] - second[j]);
        return static_cast<float>(sum);
    }

    RowDistances distances_;
    NeighborTable &table_; // threads write different rows
};

} // namespace

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

NeighborTable exactNeighbors(const Matrix &vectors, int64_t count, Progress &progress,
                             const std::stop_token &stop)
{
    NeighborTable table = NeighborTable::sized(vectors.rows(), count);
    ExactSearch search(vectors, table);
    shareWork(search.tiles(), progress, "finding neighbours", stop,
              [&](int64_t tile) { search.searchTile(tile); });
    return table;
}

NeighborTable nearestNeighbors(const Matrix &vectors, int64_t count, uint64_t seed,
                               Progress &progress, const std::stop_token &stop)
{
    return vectors.rows() <= mostRowsForExactNeighbors
               ? exactNeighbors(vectors, count, progress, stop)
               : approximateNeighbors(vectors, count, seed, progress, stop);
}

} // namespace helicase
