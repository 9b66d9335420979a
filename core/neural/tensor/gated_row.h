// The element-wise parts of a layer on one row: dropout and the gated feed-forward activation.
// Compiled for several instruction sets. Masks are not stored: they follow from a seed and are
// computed again for the gradient. No LibTorch type; thread-safe.
#pragma once

#include "core/neural/tensor/half.h"

#include <cstdint>

namespace helicase {

// Which elements of a tensor are dropped. The element's row and column and the seed decide.
struct DropoutMask {
    uint64_t seed = 0;
    uint32_t dropBelow = 0; // elements whose 32-bit random number is smaller are dropped; 0: none
    float scale = 1;        // of those that are kept

    static DropoutMask of(double probability, uint64_t seed);
};

// output[i] = input[i] * scale, or 0 where dropped. In place is allowed.
void dropRow(const float *input, float *output, int64_t count, int64_t row,
             const DropoutMask &mask);

// output[i] = GELU(gate[i]) * linear[i], dropped like dropRow. GELU is the exact one:
// x * (1 + erf(x / sqrt 2)) / 2.
void gatedGeluRow(const float *gate, const float *linear, float *output, int64_t count, int64_t row,
                  const DropoutMask &mask);

// The same for inference, without a mask, from and to bfloat16.
void gatedGeluRow(const Half *gate, const Half *linear, Half *output, int64_t count);

// output[i] = GELU(input[i]), the exact one. In place is allowed, here and below.
void geluRow(const float *input, float *output, int64_t count);
// inputGradient[i] = outputGradient[i] * GELU'(input[i]).
void geluGradientRow(const float *input, const float *outputGradient, float *inputGradient,
                     int64_t count);

// Of softmax with dropout on its result. `gradients` come in by the dropped probabilities and leave
// by the scores: p[j] * (f[j] * g[j] - mean) with the factors f of the mask; `probabilities` leave
// dropped.
void droppedSoftmaxGradientRow(float *probabilities, float *gradients, float mean, int64_t count,
                               int64_t row, const DropoutMask &mask);

// Gradients by gate and linear from the gradient by output.
void gatedGeluGradientRow(const float *gate, const float *linear, const float *outputGradient,
                          float *gateGradient, float *linearGradient, int64_t count, int64_t row,
                          const DropoutMask &mask);

} // namespace helicase
