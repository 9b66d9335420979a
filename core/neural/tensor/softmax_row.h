// The row operations of attention: bias, softmax and its derivative on one row of scores. Compiled
// for several instruction sets; the one that the processor has is taken at load time.
#pragma once

#include <cstdint>

namespace helicase {

// scores[j] -= slope * |position - positions[j]| for all keys, then exp(scores - maximum) in place.
// Returns the sum; maximum is set. count > 0.
float softmaxRow(float *scores, const int32_t *positions, int32_t position, float slope,
                 int64_t count, float *maximum);

// scores[j] = exp(scores[j] - slope * |position - positions[j]| - logSum): the probabilities again.
void probabilitiesRow(float *scores, const int32_t *positions, int32_t position, float slope,
                      float logSum, int64_t count);

// gradients[j] = probabilities[j] * (gradients[j] - mean).
void softmaxGradientRow(const float *probabilities, float *gradients, float mean, int64_t count);

// values[j] *= factor.
void scaleRow(float *values, float factor, int64_t count);

// Sum of left[j] * right[j].
float dotRow(const float *left, const float *right, int64_t count);

} // namespace helicase
