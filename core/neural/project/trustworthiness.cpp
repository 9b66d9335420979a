#include "core/neural/project/trustworthiness.h"

#include "core/base/random_stream.h"
#include "core/neural/project/row_distances.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

constexpr int64_t judgedTogether = 32;

std::vector<int64_t> judgedRows(int64_t rows, int64_t wanted, uint64_t seed)
{
    std::vector<int64_t> all(static_cast<size_t>(rows));
    std::iota(all.begin(), all.end(), 0);
    if (wanted >= rows)
        return all;
    RandomStream random(seed, "judged rows");
    random.shuffle(std::span(all));
    all.resize(static_cast<size_t>(wanted));
    std::ranges::sort(all);
    return all;
}

// The nearest points of one in the picture, by rising distance, of equals the first.
std::vector<int64_t> nearestInPicture(std::span<const float> squared, int64_t self, int64_t count)
{
    std::vector<int64_t> order;
    for (int64_t i = 0; i < std::ssize(squared); ++i)
        if (i != self)
            order.push_back(i);
    const auto nearer = [&](int64_t first, int64_t second) {
        return std::pair(squared[first], first) < std::pair(squared[second], second);
    };
    std::ranges::nth_element(order, order.begin() + count - 1, nearer);
    order.resize(static_cast<size_t>(count));
    return order;
}

// Sum over the given rows of what their ranks among the vectors exceed the count by.
int64_t excessOfRanks(std::span<const float> squared, int64_t self, std::vector<int64_t> rows)
{
    const auto count = std::ssize(rows);
    std::vector<float> limits;
    for (const int64_t row : rows)
        limits.push_back(squared[row]);
    std::ranges::sort(limits);
    std::vector<int64_t> nearer(limits.size() + 1); // rows that are nearer than limit i, not i - 1
    for (int64_t i = 0; i < std::ssize(squared); ++i)
        if (i != self && squared[i] < limits.back())
            ++nearer[std::ranges::upper_bound(limits, squared[i]) - limits.begin()];
    int64_t excess = 0;
    int64_t rank = 1;
    for (size_t i = 0; i < limits.size(); ++i) {
        rank += nearer[i];
        excess += std::max<int64_t>(rank - count, 0);
    }
    return excess;
}

} // namespace

std::optional<Trustworthiness> trustworthiness(const Matrix &vectors, const Matrix &picture,
                                               int64_t sampledRows, uint64_t seed,
                                               Progress &progress, const std::stop_token &stop)
{
    const int64_t rows = vectors.rows();
    const int64_t count = std::min(judgedNeighbors, (rows - 1) / 2);
    if (count < 1 || sampledRows < 1)
        return std::nullopt;
    const std::vector<int64_t> judged = judgedRows(rows, sampledRows, seed);
    const RowDistances among(vectors);
    const RowDistances inPicture(picture);
    const int64_t pieces = (std::ssize(judged) + judgedTogether - 1) / judgedTogether;
    std::vector<int64_t> excess(static_cast<size_t>(pieces));
    shareWork(pieces, progress, "judging the picture", stop, [&](int64_t piece) {
        const auto begin = static_cast<size_t>(piece * judgedTogether);
        const size_t size = std::min<size_t>(judgedTogether, judged.size() - begin);
        const std::span<const int64_t> chosen = std::span(judged).subspan(begin, size);
        const Matrix distances = among.fromRows(chosen);
        const Matrix drawn = inPicture.fromRows(chosen);
        for (size_t i = 0; i < size; ++i) {
            const auto row = static_cast<int64_t>(i);
            excess[piece] += excessOfRanks(distances.row(row), chosen[i],
                                           nearestInPicture(drawn.row(row), chosen[i], count));
        }
    });
    const auto total =
        static_cast<double>(std::accumulate(excess.begin(), excess.end(), int64_t{0}));
    const double most = static_cast<double>(std::ssize(judged)) * static_cast<double>(count) *
                        static_cast<double>(2 * rows - 3 * count - 1) / 2;
    return Trustworthiness{
        .value = 1 - total / most, .neighbors = count, .rows = std::ssize(judged)};
}

} // namespace helicase
