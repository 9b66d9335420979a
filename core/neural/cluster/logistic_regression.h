// Multinomial logistic regression with an L2 penalty on the weights and free intercepts, as
// scikit-learn's LogisticRegression (solver lbfgs) computes it: of two classes the binary one with
// a single row of weights, from zero, by the same steps. In double precision. No LibTorch type;
// immutable once fitted, thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

struct LogisticSettings {
    double strength = 0.5; // C: the penalty is |weights|^2 / (2 C rows) beside the mean loss
    int64_t maximumRounds = 3000;
    double tolerance = 1e-4; // of the largest component of the gradient
};

class LogisticRegression {
public:
    // labels: 0 to classes - 1, one per row, each at least once; classes >= 2. Memory beyond the
    // features in double precision: O(rows x classes). Throws Error for labels that do not fit.
    static LogisticRegression fit(const Matrix &features, std::span<const int64_t> labels,
                                  int64_t classes, const LogisticSettings &settings = {});

    std::vector<int64_t> predict(const Matrix &features) const;
    // [rows, classes], row by row.
    std::vector<double> probabilities(const Matrix &features) const;

    // [classes, columns], of two classes [1, columns]; row by row.
    const std::vector<double> &weights() const { return weights_; }
    const std::vector<double> &intercepts() const { return intercepts_; }
    int64_t rounds() const { return rounds_; }

private:
    LogisticRegression() = default;

    int64_t classes_ = 0;
    std::vector<double> weights_;
    std::vector<double> intercepts_;
    int64_t rounds_ = 0;
};

} // namespace helicase
