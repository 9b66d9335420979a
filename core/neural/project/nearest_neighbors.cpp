#include "core/neural/project/nearest_neighbors.h"

#include "core/base/clones.h"
#include "core/base/error.h"
#include "core/neural/project/row_distances.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

namespace helicase {

namespace {

constexpr int64_t tileRows = 512;
// Products of floats order near-equal distances by chance: so many more candidates are kept, and
// ordered by distances computed from differences.
constexpr int64_t spareCandidates = 8;

HELICASE_CLONES float squaredBetween(std::span<const float> first, std::span<const float> second)
{
    constexpr size_t lanes = 16;
    float sums[lanes] = {};
    const size_t size = first.size();
    size_t j = 0;
    for (; j + lanes <= size; j += lanes)
        for (size_t lane = 0; lane < lanes; ++lane) {
            const float difference = first[j + lane] - second[j + lane];
            sums[lane] += difference * difference;
        }
    double sum = 0;
    for (const float part : sums)
        sum += part;
    for (; j < size; ++j)
        sum += static_cast<double>(first[j] - second[j]) * (first[j] - second[j]);
    return static_cast<float>(sum);
}

constexpr size_t lookedAtTogether = 64;

// Where the next group begins in which a product makes a near neighbour of either of its rows;
// size: nowhere.
HELICASE_CLONES size_t nextNearGroup(const float *products, const float *squares, float square,
                                     float limit, const float *limits, size_t begin, size_t size)
{
    for (; begin + lookedAtTogether <= size; begin += lookedAtTogether) {
        int near = 0;
        for (size_t j = begin; j < begin + lookedAtTogether; ++j)
            near |= static_cast<int>(products[j] + squares[j] <= limit) |
                    static_cast<int>(products[j] + square <= limits[j]);
        if (near != 0)
            return begin;
    }
    return begin;
}

struct Candidate {
    float distance = 0; // squared, or of squares up to a constant
    int32_t index = 0;

    auto operator<=>(const Candidate &) const = default;
};

// The smallest candidates of one row, the same in whichever order they come: a heap whose top is
// the largest of them.
class CandidateHeap {
public:
    explicit CandidateHeap(int64_t capacity) : capacity_(static_cast<size_t>(capacity)) {}

    // What lies farther is not kept.
    float limit() const
    {
        return heap_.size() < capacity_ ? std::numeric_limits<float>::infinity()
                                        : heap_.front().distance;
    }
    void offer(Candidate candidate)
    {
        if (heap_.size() < capacity_) {
            heap_.push_back(candidate);
        } else {
            if (!(candidate < heap_.front()))
                return;
            std::ranges::pop_heap(heap_);
            heap_.back() = candidate;
        }
        std::ranges::push_heap(heap_);
    }
    std::vector<Candidate> &all() { return heap_; }

private:
    size_t capacity_;
    std::vector<Candidate> heap_;
};

// Compares tiles of rows with each other; a product serves both of its rows.
class ExactSearch {
public:
    ExactSearch(const Matrix &vectors, NeighborTable &table)
        : distances_(vectors), table_(table), tiles_((table.rows + tileRows - 1) / tileRows),
          heaps_(static_cast<size_t>(table.rows),
                 CandidateHeap(std::min(table.count + spareCandidates, table.rows - 1))),
          locks_(static_cast<size_t>(tiles_))
    {
        for (int64_t first = 0; first < tiles_; ++first)
            for (int64_t second = first; second < tiles_; ++second)
                pairs_.emplace_back(first, second);
    }

    int64_t tilePairs() const { return std::ssize(pairs_); }
    int64_t tiles() const { return tiles_; }

    void comparePair(int64_t pair)
    {
        const auto [first, second] = pairs_[pair];
        const int64_t begin = first * tileRows;
        const int64_t otherBegin = second * tileRows;
        Matrix products(sizeOf(first), sizeOf(second));
        distances_.products(distances_.rows().row(begin).data(), products.rows(), otherBegin,
                            products.columns(), products.data(), products.columns());
        std::unique_lock lock(locks_[first]);
        std::unique_lock<std::mutex> otherLock;
        if (second != first)
            otherLock = std::unique_lock(locks_[second]); // always the larger one last
        std::vector<float> limits;
        for (int64_t j = 0; j < products.columns(); ++j)
            limits.push_back(heaps_[otherBegin + j].limit());
        for (int64_t i = 0; i < products.rows(); ++i)
            offerRow(begin + i, otherBegin, products.row(i), limits);
    }

    void finishTile(int64_t tile)
    {
        for (int64_t i = tile * tileRows; i < tile * tileRows + sizeOf(tile); ++i)
            keepNearest(i, heaps_[i].all());
    }

private:
    int64_t sizeOf(int64_t tile) const { return std::min(tileRows, table_.rows - tile * tileRows); }

    // products: -2 x·y of a row with those from otherBegin on. limits: of those rows.
    void offerRow(int64_t row, int64_t otherBegin, std::span<const float> products,
                  std::vector<float> &limits)
    {
        const float *squares = distances_.squares().data() + otherBegin;
        const float square = distances_.squares()[row];
        CandidateHeap &heap = heaps_[row];
        const bool isDiagonal = row >= otherBegin; // each pair of its rows is met twice
        const size_t size = products.size();
        for (size_t begin = 0; begin < size; begin += lookedAtTogether) {
            // Hardly ever is one near enough.
            begin = nextNearGroup(products.data(), squares, square, heap.limit(), limits.data(),
                                  begin, size);
            for (size_t j = begin; j < std::min(begin + lookedAtTogether, size); ++j) {
                const int64_t other = otherBegin + static_cast<int64_t>(j);
                if (other == row)
                    continue;
                heap.offer({products[j] + squares[j], static_cast<int32_t>(other)});
                if (isDiagonal)
                    continue;
                heaps_[other].offer({products[j] + square, static_cast<int32_t>(row)});
                limits[j] = heaps_[other].limit();
            }
        }
    }

    void keepNearest(int64_t i, std::vector<Candidate> &candidates) const
    {
        for (Candidate &candidate : candidates)
            candidate.distance =
                squaredBetween(distances_.rows().row(i), distances_.rows().row(candidate.index));
        std::ranges::sort(candidates);
        for (int64_t k = 0; k < table_.count; ++k) {
            const Candidate &candidate = candidates[static_cast<size_t>(k)];
            table_.indices[static_cast<size_t>(i * table_.count + k)] = candidate.index;
            table_.distances[static_cast<size_t>(i * table_.count + k)] =
                std::sqrt(candidate.distance);
        }
    }

    RowDistances distances_;
    NeighborTable &table_;
    int64_t tiles_;
    std::vector<CandidateHeap> heaps_; // of each row
    std::vector<std::mutex> locks_;    // of the heaps of each tile
    std::vector<std::pair<int64_t, int64_t>> pairs_;
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
    shareWork(search.tilePairs(), progress, "finding neighbours", stop,
              [&](int64_t pair) { search.comparePair(pair); });
    shareWork(search.tiles(), progress, "ordering neighbours", stop,
              [&](int64_t tile) { search.finishTile(tile); });
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
