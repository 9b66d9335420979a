// Attention of one head over one sequence, forward and backward, in blocks of query rows. No
// LibTorch type; each call works on its own memory, so calls may run in parallel.
#pragma once

#include <cstdint>
#include <vector>

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
};

// Scratch memory of one thread.
struct AttentionScratch {
    std::vector<float> scores;
    std::vector<float> gradients;
};

// output: rows of `outputStride`; logSum: [tokens], log of the sum of the exponentials of each row.
void attendForward(const HeadView &head, float *output, int64_t outputStride, float *logSum,
                   AttentionScratch &scratch);

// output, outputGradient: rows of `outputStride`. The gradients of query, key and value are written
// (not added) to rows of head.stride at the given places, which must not overlap another call's.
struct HeadGradients {
    float *query = nullptr;
    float *key = nullptr;
    float *value = nullptr;
};
void attendBackward(const HeadView &head, const float *output, const float *outputGradient,
                    int64_t outputStride, const float *logSum, const HeadGradients &gradients,
                    AttentionScratch &scratch);

} // namespace helicase
