// Residual addition with dropout, LayerNorm and their derivatives on one row, for training. Sums of
// a row are float32. Compiled for several instruction sets. No LibTorch type; thread-safe.
#pragma once

#include "core/neural/tensor/gated_row.h"

namespace helicase {

struct RowMoments {
    float mean = 0;
    float factor = 0; // 1 / sqrt(variance + epsilon)
};

struct NormGradients {
    float *weight = nullptr; // [width], added to
    float *bias = nullptr;   // the same; null: the norm has none
};

// sum = residual + branch, dropped like dropRow; norm = (sum - mean) * factor * weight + bias. bias
// may be null. Returns the moments of the sum.
RowMoments addAndNormRow(const float *residual, const float *branch, const float *weight,
                         const float *bias, float epsilon, float *sum, float *norm, int64_t width,
                         int64_t row, const DropoutMask &mask);

// From the gradients by norm and by sum (null: 0) those by residual and by branch.
void addAndNormGradientRow(const float *sum, const RowMoments &moments, const float *weight,
                           const float *normGradient, const float *sumGradient,
                           float *residualGradient, float *branchGradient,
                           const NormGradients &gradients, int64_t width, int64_t row,
                           const DropoutMask &mask);

} // namespace helicase
