#include "core/neural/tensor/attention_kernel.h"

#include "core/neural/tensor/gemm.h"
#include "core/neural/tensor/softmax_row.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

// A block of scores should stay in the second-level cache beside the keys and values.
int64_t blockRows(int64_t tokens)
{
    constexpr int64_t scoresPerBlock = 64 * 1024;
    return std::clamp<int64_t>(scoresPerBlock / tokens, 16, 128);
}

// One block of query rows; keys after the last of them are not seen under a causal mask.
struct Block {
    int64_t first = 0;
    int64_t rows = 0;
    int64_t keys = 0;
};

template <typename Function>
void forEachBlock(const HeadView &head, Function function)
{
    const int64_t step = blockRows(head.tokens);
    for (int64_t first = 0; first < head.tokens; first += step) {
        const int64_t rows = std::min(step, head.tokens - first);
        function(Block{first, rows, head.causal ? first + rows : head.tokens});
    }
}

// Keys that row i of the block may look at.
int64_t visibleKeys(const HeadView &head, const Block &block, int64_t i)
{
    return head.causal ? block.first + i + 1 : block.keys;
}

float scoreScale(const HeadView &head)
{
    return 1.0f / std::sqrt(static_cast<float>(head.width));
}

MatrixView rowsFrom(const float *data, int64_t stride, int64_t first)
{
    return {data + first * stride, stride};
}

void computeScores(const HeadView &head, const Block &block, std::vector<float> &scores)
{
    scores.resize(static_cast<size_t>(block.rows * block.keys));
    multiply(rowsFrom(head.query, head.stride, block.first), Transpose::No, {head.key, head.stride},
             Transpose::Yes, block.rows, block.keys, head.width, scoreScale(head), 0.0f,
             scores.data(), block.keys);
}

} // namespace

void attendForward(const HeadView &head, float *output, int64_t outputStride, float *logSum,
                   AttentionScratch &scratch)
{
    forEachBlock(head, [&](const Block &block) {
        computeScores(head, block, scratch.scores);
        for (int64_t i = 0; i < block.rows; ++i) {
            float *row = scratch.scores.data() + i * block.keys;
            const int64_t visible = visibleKeys(head, block, i);
            float maximum = 0;
            const float sum = softmaxRow(row, head.positions, head.positions[block.first + i],
                                         head.slope, visible, &maximum);
            scaleRow(row, 1.0f / sum, visible);
            std::fill(row + visible, row + block.keys, 0.0f);
            logSum[block.first + i] = maximum + std::log(sum);
        }
        multiply({scratch.scores.data(), block.keys}, Transpose::No, {head.value, head.stride},
                 Transpose::No, block.rows, head.width, block.keys, 1.0f, 0.0f,
                 output + block.first * outputStride, outputStride);
    });
}

void attendBackward(const HeadView &head, const float *output, const float *outputGradient,
                    int64_t outputStride, const float *logSum, const HeadGradients &gradients,
                    AttentionScratch &scratch)
{
    const float scale = scoreScale(head);
    forEachBlock(head, [&](const Block &block) {
        // The first block of a bidirectional head meets all keys and overwrites; a causal one meets
        // new keys in each block, which start from zero.
        const int64_t seen = head.causal ? block.first : (block.first == 0 ? 0 : block.keys);
        for (int64_t key = seen; key < block.keys; ++key) {
            std::fill_n(gradients.key + key * head.stride, head.width, 0.0f);
            std::fill_n(gradients.value + key * head.stride, head.width, 0.0f);
        }
        computeScores(head, block, scratch.scores);
        scratch.gradients.resize(scratch.scores.size());
        const MatrixView outputRows = rowsFrom(outputGradient, outputStride, block.first);
        multiply(outputRows, Transpose::No, {head.value, head.stride}, Transpose::Yes, block.rows,
                 block.keys, head.width, 1.0f, 0.0f, scratch.gradients.data(), block.keys);
        for (int64_t i = 0; i < block.rows; ++i) {
            const int64_t token = block.first + i;
            const int64_t visible = visibleKeys(head, block, i);
            float *row = scratch.scores.data() + i * block.keys;
            float *gradient = scratch.gradients.data() + i * block.keys;
            probabilitiesRow(row, head.positions, head.positions[token], head.slope, logSum[token],
                             visible);
            std::fill(row + visible, row + block.keys, 0.0f);
            const float mean = dotRow(output + token * outputStride,
                                      outputGradient + token * outputStride, head.width);
            softmaxGradientRow(row, gradient, mean, block.keys);
        }
        const MatrixView probabilities{scratch.scores.data(), block.keys};
        const MatrixView scoreGradients{scratch.gradients.data(), block.keys};
        multiply(probabilities, Transpose::Yes, outputRows, Transpose::No, block.keys, head.width,
                 block.rows, 1.0f, 1.0f, gradients.value, head.stride);
        multiply(scoreGradients, Transpose::Yes, rowsFrom(head.query, head.stride, block.first),
                 Transpose::No, block.keys, head.width, block.rows, scale, 1.0f, gradients.key,
                 head.stride);
        multiply(scoreGradients, Transpose::No, {head.key, head.stride}, Transpose::No, block.rows,
                 head.width, block.keys, scale, 0.0f, gradients.query + block.first * head.stride,
                 head.stride);
    });
}

} // namespace helicase
