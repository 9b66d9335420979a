#include "core/neural/tensor/attention_kernel.h"

#include "core/neural/tensor/gemm.h"
#include "core/neural/tensor/softmax_row.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int64_t largestBlock = 128;

// A block of scores should stay in the second-level cache beside the keys and values.
int64_t blockRows(int64_t tokens)
{
    constexpr int64_t scoresPerBlock = 64 * 1024;
    return std::clamp<int64_t>(scoresPerBlock / tokens, 16, largestBlock);
}

// One block of query rows; keys after the last of them are not seen under a causal mask.
struct Block {
    int64_t first = 0;
    int64_t rows = 0;
    int64_t keys = 0;
    int64_t stride = 0; // of a row of scores: whole cache lines
};

template <typename Function>
void forEachBlock(const HeadView &head, Function function)
{
    // Small blocks leave more of what a causal mask hides uncomputed.
    constexpr int64_t largestCausalBlock = 64;
    const int64_t step = head.causal ? std::min(largestCausalBlock, blockRows(head.tokens))
                                     : blockRows(head.tokens);
    for (int64_t first = 0; first < head.tokens; first += step) {
        const int64_t rows = std::min(step, head.tokens - first);
        const int64_t keys = head.causal ? first + rows : head.tokens;
        function(Block{first, rows, keys, (keys + 15) / 16 * 16});
    }
}

// Keys that row i of the block may look at.
int64_t visibleKeys(const HeadView &head, const Block &block, int64_t i)
{
    return head.causal ? block.first + i + 1 : block.keys;
}

int64_t maskRow(const HeadView &head, int64_t token)
{
    return (head.rows ? head.rows[token] : head.rowStart + token) * head.rowStep + head.firstRow;
}

float scoreScale(const HeadView &head)
{
    return 1.0f / std::sqrt(static_cast<float>(head.width));
}

MatrixView rowsFrom(const float *data, int64_t stride, int64_t first)
{
    return {data + first * stride, stride};
}

float *computeScores(const HeadView &head, const Block &block, AlignedBuffer &buffer)
{
    float *scores = buffer.take(block.rows * block.stride);
    multiply(rowsFrom(head.query, head.stride, block.first), Transpose::No, {head.key, head.stride},
             Transpose::Yes, block.rows, block.keys, head.width, scoreScale(head), 0.0f, scores,
             block.stride);
    return scores;
}

// Turns the block's scores into probabilities (dropped ones where there is dropout) and `gradient`
// from derivatives by probabilities into derivatives by scores.
void differentiateSoftmax(const HeadView &head, const Block &block, const HeadOutput &output,
                          const float *outputGradient, float *scores, float *gradient)
{
    for (int64_t i = 0; i < block.rows; ++i) {
        const int64_t token = block.first + i;
        const int64_t visible = visibleKeys(head, block, i);
        float *row = scores + i * block.stride;
        probabilitiesRow(row, head.positions, head.positions[token], head.slope,
                         output.logSum[token], visible);
        std::fill(row + visible, row + block.keys, 0.0f);
        const int64_t place = token * output.stride;
        const float mean = dotRow(output.rows + place, outputGradient + place, head.width);
        float *derivatives = gradient + i * block.stride;
        if (head.dropout.dropBelow > 0)
            droppedSoftmaxGradientRow(row, derivatives, mean, block.keys, maskRow(head, token),
                                      head.dropout);
        else
            softmaxGradientRow(row, derivatives, mean, block.keys);
    }
}

// Keys and values collect from several blocks and start from zero: under a causal mask each block
// meets new keys, otherwise the first block meets all.
void clearNewKeys(const HeadView &head, const Block &block, const HeadGradients &gradients)
{
    const int64_t known = block.first == 0 ? 0 : (head.causal ? block.first : block.keys);
    for (int64_t key = known; key < block.keys; ++key) {
        std::fill_n(gradients.key + key * head.stride, head.width, 0.0f);
        std::fill_n(gradients.value + key * head.stride, head.width, 0.0f);
    }
}

} // namespace

void attendForward(const HeadView &head, const HeadOutput &output, AttentionScratch &scratch)
{
    forEachBlock(head, [&](const Block &block) {
        float *scores = computeScores(head, block, scratch.scores);
        float sums[largestBlock];
        for (int64_t i = 0; i < block.rows; ++i) {
            float *row = scores + i * block.stride;
            const int64_t visible = visibleKeys(head, block, i);
            float maximum = 0;
            sums[i] = softmaxRow(row, head.positions, head.positions[block.first + i], head.slope,
                                 visible, &maximum);
            if (head.dropout.dropBelow > 0)
                dropRow(row, row, visible, maskRow(head, block.first + i), head.dropout);
            std::fill(row + visible, row + block.keys, 0.0f);
            output.logSum[block.first + i] = maximum + std::log(sums[i]);
        }
        float *rows = output.rows + block.first * output.stride;
        multiply({scores, block.stride}, Transpose::No, {head.value, head.stride}, Transpose::No,
                 block.rows, head.width, block.keys, 1.0f, 0.0f, rows, output.stride);
        for (int64_t i = 0; i < block.rows; ++i)
            scaleRow(rows + i * output.stride, 1.0f / sums[i], head.width);
    });
}

void attendBackward(const HeadView &head, const HeadOutput &output, const float *outputGradient,
                    const HeadGradients &gradients, AttentionScratch &scratch)
{
    const float scale = scoreScale(head);
    forEachBlock(head, [&](const Block &block) {
        clearNewKeys(head, block, gradients);
        float *scores = computeScores(head, block, scratch.scores);
        float *derivatives = scratch.gradients.take(block.rows * block.stride);
        const MatrixView arriving = rowsFrom(outputGradient, output.stride, block.first);
        multiply(arriving, Transpose::No, {head.value, head.stride}, Transpose::Yes, block.rows,
                 block.keys, head.width, 1.0f, 0.0f, derivatives, block.stride);
        differentiateSoftmax(head, block, output, outputGradient, scores, derivatives);
        const MatrixView byScore{derivatives, block.stride};
        multiply({scores, block.stride}, Transpose::Yes, arriving, Transpose::No, block.keys,
                 head.width, block.rows, 1.0f, 1.0f, gradients.value, head.stride);
        multiply(byScore, Transpose::Yes, rowsFrom(head.query, head.stride, block.first),
                 Transpose::No, block.keys, head.width, block.rows, scale, 1.0f, gradients.key,
                 head.stride);
        multiply(byScore, Transpose::No, {head.key, head.stride}, Transpose::No, block.rows,
                 head.width, block.keys, scale, 0.0f, gradients.query + block.first * head.stride,
                 head.stride);
    });
}

} // namespace helicase
