// The nearest centre of each row while centres move from round to round. Rows whose centre cannot
// have changed, by the triangle inequality, are not looked at again (Hamerly, SDM 2010), and those
// that are looked at only meet centres near their own (Elkan, ICML 2003); the labels are those of
// comparing every row with every centre. One thread at a time; computes on several.
#pragma once

#include "core/base/matrix.h"

#include <span>
#include <vector>

namespace helicase {

class NearestCentres {
public:
    // The rows must outlive this. squares: of the length of each row.
    NearestCentres(const Matrix &rows, std::span<const double> squares);

    // The nearest centre of each row, the first of equals. The number of centres stays the same
    // from call to call. Memory: O(block x centres + centres^2).
    const std::vector<int64_t> &assign(const Matrix &centres);

private:
    struct Neighbours;

    double noiseOf(int64_t row) const { return noise_ * (squares_[row] + largestCentre_); }
    void compareWithAll(const Matrix &centres, std::span<const int64_t> rows);
    void compareAllRows(const Matrix &centres);
    void takeScores(std::span<const int64_t> rows, const float *scores,
                    std::span<const int64_t> centres, double outside);
    void moveBounds(const Matrix &centres);
    std::vector<std::vector<int64_t>> doubtfulRows(const Matrix &centres,
                                                   const Neighbours &neighbours);
    bool compareWithNeighbours(const Matrix &centres, const Neighbours &neighbours,
                               std::span<const int64_t> rows);

    // Rounding of a squared distance in 32 bits, relative to the squares of both lengths.
    static constexpr double noise_ = 1e-5;

    const Matrix &rows_;
    std::span<const double> squares_;
    double largestCentre_ = 0; // square of its length
    Matrix before_;            // the centres of the last call
    std::vector<float> centreSquares_;
    std::vector<int64_t> labels_;
    std::vector<double> upper_; // at least the distance to the own centre
    std::vector<double> lower_; // at most the distance to any other
};

} // namespace helicase
