// Exponential smoothing of a curve without start bias, applied to the full data as they arrive, so
// that zooming and thinning never change a smoothed value. No Qt; one instance per thread.
#pragma once

#include <cstdint>

namespace helicase {

// smoothed[n] = sum of factor^(n-i) value[i] / sum of factor^(n-i), i = 0..n.
// Written as a running correction, so that a constant input gives exactly that constant.
class DebiasedSmoother {
public:
    // Factors outside [0, largestFactor] are clamped; 0 and NaN mean no smoothing.
    explicit DebiasedSmoother(double factor);

    // A value that is not finite is returned as NaN and leaves no trace in later values.
    double add(double value);

    static constexpr double largestFactor = 0.99;

private:
    double factor_;
    double weight_ = 0; // sum of factor^(n-i) so far
    double mean_ = 0;
};

} // namespace helicase
