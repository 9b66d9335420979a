// Minimising a smooth function without constraints: L-BFGS (Liu and Nocedal 1989) with the line
// search of Moré and Thuente (ACM TOMS 1994). It takes the steps of SciPy's L-BFGS-B with default
// line search, so that a minimum found with a loose tolerance is the one that scikit-learn finds.
// No LibTorch type; functions without state.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace helicase {

// Value at the point; writes the gradient, which is as long as the point.
using Objective = std::function<double(std::span<const double> point, std::span<double> gradient)>;

struct MinimiserSettings {
    int64_t memory = 10; // pairs of steps and gradient changes that are kept
    int64_t maximumRounds = 3000;
    double gradientTolerance = 1e-4; // done when no component is larger
    double valueTolerance =
        64 * 2.220446049250313e-16; // done when the value falls by less, relative
    int64_t evaluationsPerSearch = 50;
};

struct Minimum {
    std::vector<double> point;
    double value = 0;
    int64_t rounds = 0;
};

Minimum minimise(const Objective &objective, std::vector<double> start,
                 const MinimiserSettings &settings);

} // namespace helicase
