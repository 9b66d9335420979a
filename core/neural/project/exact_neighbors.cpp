#include "core/base/clones.h"
#include "core/neural/project/narrow_rows.h"
#include "core/neural/project/nearest_neighbors.h"
#include "core/neural/project/pair_search.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

// Products of floats order near-equal distances by chance: so many more candidates are kept, and
// ordered by distances computed from differences. Shorter distances order more of them wrongly.
constexpr int64_t spareCandidates = 8;
constexpr int64_t spareShorterCandidates = 26;
constexpr int64_t rowsPerPiece = 64;

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

// Their distances are shorter than those of the rows, or as long: of narrow rows, with the length
// of what these leave out in one column more.
Matrix shorterRows(const RowDistances &whole)
{
    const Matrix narrow = narrowRows(whole.rows());
    Matrix shorter(narrow.rows(), narrow.columns() + 1);
    for (int64_t i = 0; i < narrow.rows(); ++i) {
        double left = whole.squares()[i];
        for (int64_t k = 0; k < narrow.columns(); ++k) {
            shorter(i, k) = narrow(i, k);
            left -= static_cast<double>(narrow(i, k)) * narrow(i, k);
        }
        shorter(i, narrow.columns()) = static_cast<float>(std::sqrt(std::max(left, 0.0)));
    }
    return shorter;
}

// Most rows of vectors with structure are found by shorter distances, an eighth of the work, and
// known to be right: what was left out lies, even so, farther than the last neighbour. The others
// are open, and are compared with all rows.
class ExactSearch {
public:
    ExactSearch(const Matrix &vectors, NeighborTable &table, Progress &progress,
                const std::stop_token &stop)
        : whole_(vectors), table_(table), progress_(progress), stop_(stop)
    {
    }

    void run()
    {
        if (isWorthNarrowing(whole_.rows())) {
            const RowDistances shorter(shorterRows(whole_));
            if (isWorthwhile(shorter)) {
                compareRows(comparePairs(shorter, spareShorterCandidates));
                return;
            }
        }
        comparePairs(whole_, spareCandidates);
    }

private:
    // An open row costs twice what it does among all pairs.
    bool isWorthwhile(const RowDistances &shorter)
    {
        constexpr int64_t tried = 64;
        std::vector<int64_t> rows;
        for (int64_t i = 0; i < tried; ++i)
            rows.push_back(i * table_.rows / tried);
        compareRows(rows);
        const Matrix distances = shorter.fromRows(rows);
        const int64_t kept = table_.count + spareShorterCandidates + 1; // the row itself
        int64_t open = 0;
        for (int64_t i = 0; i < tried; ++i) {
            const float square = shorter.squares()[rows[i]];
            open += std::ranges::count_if(distances.row(i), [&](float other) {
                        return mayBeNeighbor(rows[i], other + square);
                    }) > kept;
        }
        return open <= tried / 4;
    }

    // Returns the open rows.
    std::vector<int64_t> comparePairs(const RowDistances &distances, int64_t spare)
    {
        PairSearch search(distances, table_.count + spare);
        search.run(progress_, stop_);
        std::vector<char> isOpen(static_cast<size_t>(table_.rows));
        const int64_t pieces = (table_.rows + rowsPerPiece - 1) / rowsPerPiece;
        shareWork(pieces, progress_, "ordering neighbours", stop_, [&](int64_t piece) {
            const int64_t end = std::min((piece + 1) * rowsPerPiece, table_.rows);
            for (int64_t row = piece * rowsPerPiece; row < end; ++row) {
                NearestCandidates &candidates = search.candidatesOf(row);
                keepNearest(row, candidates.nearest());
                isOpen[row] = mayBeNeighbor(row, candidates.limit() + distances.squares()[row]);
            }
        });
        std::vector<int64_t> open;
        for (int64_t row = 0; row < table_.rows; ++row)
            if (isOpen[row] != 0)
                open.push_back(row);
        return open;
    }

    void compareRows(const std::vector<int64_t> &rows)
    {
        const int64_t pieces = (std::ssize(rows) + rowsPerPiece - 1) / rowsPerPiece;
        if (pieces == 0)
            return;
        shareWork(pieces, progress_, "completing neighbours", stop_, [&](int64_t piece) {
            const int64_t begin = piece * rowsPerPiece;
            const auto some =
                std::span(rows).subspan(begin, std::min(rowsPerPiece, std::ssize(rows) - begin));
            const Matrix distances = whole_.fromRows(some);
            for (int64_t i = 0; i < distances.rows(); ++i)
                compareRow(some[i], distances.row(i));
        });
    }

    void compareRow(int64_t row, std::span<const float> distances)
    {
        NearestCandidates candidates(std::min(table_.count + spareCandidates, table_.rows - 1));
        for (int32_t other = 0; other < table_.rows; ++other)
            if (other != row)
                candidates.offer({distances[other], other});
        keepNearest(row, candidates.nearest());
    }

    void keepNearest(int64_t row, std::vector<Candidate> &candidates) const
    {
        for (Candidate &candidate : candidates)
            candidate.distance =
                squaredBetween(whole_.rows().row(row), whole_.rows().row(candidate.index));
        std::ranges::sort(candidates);
        for (int64_t k = 0; k < table_.count; ++k) {
            const Candidate &candidate = candidates[static_cast<size_t>(k)];
            table_.indices[static_cast<size_t>(row * table_.count + k)] = candidate.index;
            table_.distances[static_cast<size_t>(row * table_.count + k)] =
                std::sqrt(candidate.distance);
        }
    }

    // Whether a row at this squared distance may be nearer than the last neighbour found: products
    // of floats may be off by their rounding.
    bool mayBeNeighbor(int64_t row, float squared) const
    {
        const float farthest = table_.distancesOf(row).back();
        const float rounding = 1e-5f * (whole_.squares()[row] + farthest * farthest);
        return squared < farthest * farthest + rounding;
    }

    RowDistances whole_;
    NeighborTable &table_;
    Progress &progress_;
    const std::stop_token &stop_;
};

} // namespace

NeighborTable exactNeighbors(const Matrix &vectors, int64_t count, Progress &progress,
                             const std::stop_token &stop)
{
    NeighborTable table = NeighborTable::sized(vectors.rows(), count);
    ExactSearch(vectors, table, progress, stop).run();
    return table;
}

} // namespace helicase
