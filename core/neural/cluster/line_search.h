// One line search of Moré and Thuente ("Line search algorithms with guaranteed sufficient
// decrease", ACM TOMS 20, 1994): asks for the value and slope at steps until both Wolfe conditions
// hold. One thread at a time.
#pragma once

#include <optional>

namespace helicase {

struct PointOnLine {
    double step = 0;
    double value = 0;
    double slope = 0;
};

class LineSearch {
public:
    // slope: below 0.
    LineSearch(double value, double slope, double firstStep);

    double step() const { return step_; }
    // Tells what was found at step(). Whether it is taken; otherwise step() is the next one to try.
    bool takes(double value, double slope);

private:
    void narrow(double value, double slope);
    void choose(PointOnLine &best, PointOnLine &other, const PointOnLine &trial);

    PointOnLine start_;
    double sufficientSlope_ = 0; // of the line that the value has to fall below
    double step_ = 0;
    PointOnLine best_;
    PointOnLine other_; // the other end of the interval
    bool isBracketed_ = false;
    bool isFirstStage_ = true;
    bool isExhausted_ = false; // the interval is too small to go on
    double least_ = 0;         // bounds of the next step
    double most_ = 0;
    double width_ = 0;
    double widthBefore_ = 0;
};

} // namespace helicase
