#include "core/neural/cluster/nearest_centres.h"

#include "core/neural/cluster/unit_rows.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace helicase {

namespace {

constexpr int64_t scoresPerBlock = int64_t{1} << 22;
constexpr int64_t rowsPerTask = 512;
// Distances of all pairs of more centres would take more memory than they save time.
constexpr int64_t mostForNeighbours = 4096;

float squareOf(std::span<const float> row)
{
    double sum = 0;
    for (const float value : row)
        sum += static_cast<double>(value) * value;
    return static_cast<float>(sum);
}

double distanceBetween(std::span<const float> first, std::span<const float> second)
{
    float sum = 0;
    for (size_t j = 0; j < first.size(); ++j) {
        const float difference = first[j] - second[j];
        sum += difference * difference;
    }
    return std::sqrt(static_cast<double>(sum));
}

// [rows, centres]: the squared distance less the square of the row.
torch::Tensor scoresOf(const torch::Tensor &rows, const Matrix &centres,
                       const std::vector<float> &squares)
{
    const torch::Tensor bias = torch::from_blob(const_cast<float *>(squares.data()),
                                                {std::ssize(squares)}, torch::kFloat32);
    return torch::addmm(bias, rows, viewOf(centres).t(), 1, -2);
}

std::vector<int64_t> allOf(int64_t count)
{
    std::vector<int64_t> numbers(static_cast<size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

} // namespace

// Of each centre the distances to the others, with rounding on the safe side.
struct NearestCentres::Neighbours {
    Neighbours(const Matrix &centres, const std::vector<float> &squares, double noise)
        : count(centres.rows()), distances(static_cast<size_t>(count * count)),
          halfGap(static_cast<size_t>(count), std::numeric_limits<double>::infinity())
    {
        const torch::Tensor scores = scoresOf(viewOf(centres), centres, squares);
        const float *const score = scores.const_data_ptr<float>();
        for (int64_t i = 0; i < count; ++i)
            for (int64_t j = 0; j < count; ++j) {
                const double square = static_cast<double>(score[i * count + j]) +
                                      static_cast<double>(squares[static_cast<size_t>(i)]);
                const double least = std::sqrt(std::max(0.0, square - noise));
                distances[static_cast<size_t>(i * count + j)] = least;
                if (i != j)
                    halfGap[static_cast<size_t>(i)] =
                        std::min(halfGap[static_cast<size_t>(i)], 0.5 * least);
            }
    }

    double operator()(int64_t from, int64_t to) const
    {
        return distances[static_cast<size_t>(from * count + to)];
    }

    int64_t count;
    std::vector<double> distances; // at most the true ones
    std::vector<double> halfGap;   // to the nearest other centre
};

NearestCentres::NearestCentres(const Matrix &rows, std::span<const double> squares)
    : rows_(rows), squares_(squares)
{
}

const std::vector<int64_t> &NearestCentres::assign(const Matrix &centres)
{
    const torch::NoGradGuard noGradients;
    centreSquares_.clear();
    for (int64_t i = 0; i < centres.rows(); ++i)
        centreSquares_.push_back(squareOf(centres.row(i)));
    largestCentre_ = *std::ranges::max_element(centreSquares_);
    if (centres.rows() > mostForNeighbours || labels_.empty()) {
        labels_.resize(static_cast<size_t>(rows_.rows()));
        upper_.resize(labels_.size());
        lower_.resize(labels_.size());
        compareAllRows(centres);
    } else {
        moveBounds(centres);
        const Neighbours neighbours(centres, centreSquares_, 2 * noise_ * largestCentre_);
        std::vector<int64_t> others; // whose neighbours are too many to choose from
        for (const std::vector<int64_t> &rows : doubtfulRows(centres, neighbours))
            if (!rows.empty() && !compareWithNeighbours(centres, neighbours, rows))
                others.insert(others.end(), rows.begin(), rows.end());
        if (2 * std::ssize(others) > rows_.rows())
            compareAllRows(centres);
        else
            compareWithAll(centres, others);
    }
    before_ = centres;
    return labels_;
}

// Every bound gives way by as much as its centres may have come nearer or gone away.
void NearestCentres::moveBounds(const Matrix &centres)
{
    std::vector<double> moved;
    for (int64_t i = 0; i < centres.rows(); ++i)
        moved.push_back(distanceBetween(centres.row(i), before_.row(i)) * (1 + noise_));
    const auto farthest = std::ranges::max_element(moved) - moved.begin();
    double second = 0;
    for (int64_t i = 0; i < std::ssize(moved); ++i)
        if (i != farthest)
            second = std::max(second, moved[static_cast<size_t>(i)]);
    for (size_t row = 0; row < labels_.size(); ++row) {
        const auto label = static_cast<size_t>(labels_[row]);
        upper_[row] += moved[label];
        lower_[row] -= labels_[row] == farthest ? second : moved[static_cast<size_t>(farthest)];
    }
}

// By their label: the rows that another centre may be nearer to now.
std::vector<std::vector<int64_t>> NearestCentres::doubtfulRows(const Matrix &centres,
                                                               const Neighbours &neighbours)
{
    std::vector<char> isDoubtful(labels_.size());
    at::parallel_for(0, rows_.rows(), rowsPerTask, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const auto row = static_cast<size_t>(i);
            const auto label = static_cast<size_t>(labels_[row]);
            const double least = std::max(lower_[row], neighbours.halfGap[label]);
            if (upper_[row] < least)
                continue;
            const double distance = distanceBetween(rows_.row(i), centres.row(labels_[row]));
            upper_[row] = std::sqrt(distance * distance + noiseOf(i));
            isDoubtful[row] = upper_[row] >= least;
        }
    });
    std::vector<std::vector<int64_t>> rows(static_cast<size_t>(centres.rows()));
    for (size_t row = 0; row < labels_.size(); ++row)
        if (isDoubtful[row])
            rows[static_cast<size_t>(labels_[row])].push_back(static_cast<int64_t>(row));
    return rows;
}

// Rows of one label. A centre at twice a row's distance or more from the row's own centre cannot be
// nearer. False, and nothing done, when most centres are within that reach.
bool NearestCentres::compareWithNeighbours(const Matrix &centres, const Neighbours &neighbours,
                                           std::span<const int64_t> rows)
{
    const int64_t own = labels_[static_cast<size_t>(rows.front())];
    double reach = 0;
    for (const int64_t row : rows)
        reach = std::max(reach, 2 * upper_[static_cast<size_t>(row)]);
    std::vector<int64_t> near;
    double outside = std::numeric_limits<double>::infinity();
    for (int64_t centre = 0; centre < centres.rows(); ++centre)
        if (centre == own || neighbours(own, centre) <= reach)
            near.push_back(centre);
        else
            outside = std::min(outside, neighbours(own, centre));
    if (2 * std::ssize(near) > centres.rows())
        return false;
    std::vector<float> squares;
    for (const int64_t centre : near)
        squares.push_back(centreSquares_[static_cast<size_t>(centre)]);
    const Matrix chosen = selectRows(rows_, rows);
    const torch::Tensor scores = scoresOf(viewOf(chosen), selectRows(centres, near), squares);
    takeScores(rows, scores.const_data_ptr<float>(), near, outside);
    return true;
}

void NearestCentres::compareWithAll(const Matrix &centres, std::span<const int64_t> rows)
{
    const std::vector<int64_t> all = allOf(centres.rows());
    const int64_t step = std::max<int64_t>(1, scoresPerBlock / centres.rows());
    for (int64_t begin = 0; begin < std::ssize(rows); begin += step) {
        const auto count = static_cast<size_t>(std::min(step, std::ssize(rows) - begin));
        const std::span<const int64_t> part = rows.subspan(static_cast<size_t>(begin), count);
        const Matrix chosen = selectRows(rows_, part);
        const torch::Tensor scores = scoresOf(viewOf(chosen), centres, centreSquares_);
        takeScores(part, scores.const_data_ptr<float>(), all,
                   std::numeric_limits<double>::infinity());
    }
}

void NearestCentres::compareAllRows(const Matrix &centres)
{
    const std::vector<int64_t> all = allOf(centres.rows());
    const std::vector<int64_t> rows = allOf(rows_.rows());
    const int64_t step = std::max<int64_t>(1, scoresPerBlock / centres.rows());
    for (int64_t begin = 0; begin < rows_.rows(); begin += step) {
        const int64_t end = std::min(begin + step, rows_.rows());
        const torch::Tensor scores =
            scoresOf(viewOfRows(rows_, begin, end), centres, centreSquares_);
        takeScores(
            std::span(rows).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)),
            scores.const_data_ptr<float>(), all, std::numeric_limits<double>::infinity());
    }
}

// outside: at most the distance of the rows' own centre to any centre that is not compared.
void NearestCentres::takeScores(std::span<const int64_t> rows, const float *scores,
                                std::span<const int64_t> centres, double outside)
{
    const auto count = std::ssize(centres);
    at::parallel_for(0, std::ssize(rows), rowsPerTask, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const float *const score = scores + i * count;
            int64_t best = 0;
            float second = std::numeric_limits<float>::infinity();
            for (int64_t j = 1; j < count; ++j) {
                if (score[j] < score[best]) {
                    second = score[best];
                    best = j;
                } else
                    second = std::min(second, score[j]);
            }
            const int64_t number = rows[static_cast<size_t>(i)];
            const auto row = static_cast<size_t>(number);
            const double square = squares_[row];
            const double noise = noiseOf(number);
            const double beyond = outside - upper_[row]; // of the centres that are not compared
            lower_[row] = std::min(
                beyond, std::sqrt(std::max(0.0, square + static_cast<double>(second) - noise)));
            upper_[row] =
                std::sqrt(std::max(0.0, square + static_cast<double>(score[best])) + noise);
            labels_[row] = centres[static_cast<size_t>(best)];
        }
    });
}

} // namespace helicase
