// Residual addition and LayerNorm of one row in one pass over memory, for inference. All sums are
// taken in 32-bit floats, whatever the type of what is added. Compiled for several instruction
// sets. No LibTorch type; thread-safe.
#pragma once

#include "core/neural/tensor/half.h"

#include <cstdint>

namespace helicase {

struct NormWeights {
    const float *weight = nullptr; // [width]
    const float *bias = nullptr;   // [width]
    float epsilon = 0;
};

// row = norm(row + added); `copy`, where not null, gets the result in bfloat16.
void addAndNormRow(float *row, const float *added, const NormWeights &norm, int64_t width,
                   Half *copy);
void addAndNormRow(float *row, const Half *added, const NormWeights &norm, int64_t width,
                   Half *copy);

} // namespace helicase
