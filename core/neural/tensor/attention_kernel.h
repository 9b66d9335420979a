// Attention of one head over one sequence, forward and backward, in blocks of query rows. No
// LibTorch type; each call works on its own memory, so calls may run in parallel.
#pragma once

#include "core/neural/tensor/aligned_buffer.h"
#include "core/neural/tensor/gated_row.h"

#include <cstdint>

namespace helicase {

// Places of one head's vectors inside the fused projection. Row i of the sequence starts at
// pointer + i * stride.
struct HeadView {
    const float *query = nullptr;
    const float *key = nullptr;
    const float *value = nullptr;
    int64_t stride = 0;
    const int32_t *positions = nullptr; // [tokens]
    int64_t tokens = 0;
    int64_t width = 0; // of one head
    float slope = 0;
    bool causal = false;
    // Of the probabilities: the row of query i's mask is rows[i] * rowStep + firstRow.
    DropoutMask dropout = {};
    const int64_t *rows = nullptr; // [tokens]; null: i + rowStart
    int64_t rowStart = 0;
    int64_t rowStep = 1;
    int64_t firstRow = 0;
};

// Scratch memory of one thread.
struct AttentionScratch {
    AlignedBuffer scores;
    AlignedBuffer gradients;
};

// The result of one head over one sequence.
struct HeadOutput {
    float *rows = nullptr; // [tokens], each of head.width values; row i starts at rows + i * stride
    int64_t stride = 0;
    float *logSum = nullptr; // [tokens], log of the sum of the exponentials of each row of scores
};

// Gradients by query, key and value; rows of head.stride, like the head's own. They are written,
// not added to.
struct HeadGradients {
    float *query = nullptr;
    float *key = nullptr;
    float *value = nullptr;
};

void attendForward(const HeadView &head, const HeadOutput &output, AttentionScratch &scratch);

// outputGradient: rows of output.stride.
void attendBackward(const HeadView &head, const HeadOutput &output, const float *outputGradient,
                    const HeadGradients &gradients, AttentionScratch &scratch);

} // namespace helicase
