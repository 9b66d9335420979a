#include "core/neural/project/pair_search.h"

#include "core/base/clones.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr int64_t tileRows = 512;
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

} // namespace

PairSearch::PairSearch(const RowDistances &distances, int64_t kept)
    : distances_(distances), tiles_((distances.rows().rows() + tileRows - 1) / tileRows),
      candidates_(static_cast<size_t>(distances.rows().rows()),
                  NearestCandidates(std::min(kept, distances.rows().rows() - 1))),
      locks_(static_cast<size_t>(tiles_))
{
}

int64_t PairSearch::sizeOf(int64_t tile) const
{
    return std::min(tileRows, distances_.rows().rows() - tile * tileRows);
}

void PairSearch::run(Progress &progress, const std::stop_token &stop)
{
    std::vector<std::pair<int64_t, int64_t>> pairs;
    for (int64_t first = 0; first < tiles_; ++first)
        for (int64_t second = first; second < tiles_; ++second)
            pairs.emplace_back(first, second);
    shareWork(std::ssize(pairs), progress, "finding neighbours", stop,
              [&](int64_t pair) { compareTiles(pairs[pair].first, pairs[pair].second); });
}

void PairSearch::compareTiles(int64_t first, int64_t second)
{
    const int64_t begin = first * tileRows;
    const int64_t otherBegin = second * tileRows;
    Matrix products(sizeOf(first), sizeOf(second));
    distances_.products(distances_.rows().row(begin).data(), products.rows(), otherBegin,
                        products.columns(), products.data(), products.columns());
    const std::unique_lock lock(locks_[first]);
    std::unique_lock<std::mutex> otherLock;
    if (second != first)
        otherLock = std::unique_lock(locks_[second]); // always the larger one last
    std::vector<float> limits;
    for (int64_t j = 0; j < products.columns(); ++j)
        limits.push_back(candidates_[otherBegin + j].limit());
    for (int64_t i = 0; i < products.rows(); ++i)
        offerRow(begin + i, otherBegin, products.row(i), limits);
}

// products: -2 x·y of a row with those from otherBegin on. limits: of those rows.
void PairSearch::offerRow(int64_t row, int64_t otherBegin, std::span<const float> products,
                          std::vector<float> &limits)
{
    const float *squares = distances_.squares().data() + otherBegin;
    const float square = distances_.squares()[row];
    NearestCandidates &own = candidates_[row];
    const bool isDiagonal = row >= otherBegin; // each pair of its rows is met twice
    const size_t size = products.size();
    for (size_t begin = 0; begin < size; begin += lookedAtTogether) {
        // Hardly ever is one near enough.
        begin = nextNearGroup(products.data(), squares, square, own.limit(), limits.data(), begin,
                              size);
        for (size_t j = begin; j < std::min(begin + lookedAtTogether, size); ++j) {
            const int64_t other = otherBegin + static_cast<int64_t>(j);
            if (other == row)
                continue;
            own.offer({products[j] + squares[j], static_cast<int32_t>(other)});
            if (isDiagonal)
                continue;
            candidates_[other].offer({products[j] + square, static_cast<int32_t>(row)});
            limits[j] = candidates_[other].limit();
        }
    }
}

} // namespace helicase
