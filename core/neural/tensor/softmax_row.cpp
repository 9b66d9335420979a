#include "core/neural/tensor/softmax_row.h"

#include "core/neural/tensor/lanes.h"

#include <algorithm>
#include <limits>

namespace helicase {

namespace {

HELICASE_INLINE void subtractBias(Floats &scores, const int32_t *positions, int32_t position,
                                  float slope)
{
    Integers keys;
    std::memcpy(&keys, positions, sizeof keys);
    const Integers difference = keys - position;
    const Integers distance = difference < 0 ? -difference : difference;
    scores -= __builtin_convertvector(distance, Floats) * slope;
}

// The last, incomplete group of lanes, padded by `filler`.
struct Tail {
    Floats scores;
    int32_t positions[lanes];
};

HELICASE_INLINE void loadTail(Tail &tail, const float *scores, const int32_t *positions,
                              int64_t count, float filler)
{
    tail.scores = Floats{} + filler;
    std::memset(tail.positions, 0, sizeof tail.positions);
    std::memcpy(&tail.scores, scores, static_cast<size_t>(count) * sizeof(float));
    std::memcpy(tail.positions, positions, static_cast<size_t>(count) * sizeof(int32_t));
}

constexpr float lowest = std::numeric_limits<float>::lowest();

} // namespace

HELICASE_CLONES
float softmaxRow(float *scores, const int32_t *positions, int32_t position, float slope,
                 int64_t count, float *maximum)
{
    const int64_t whole = count - count % lanes;
    Floats highest = Floats{} + lowest;
    for (int64_t j = 0; j < whole; j += lanes) {
        Floats group;
        load(group, scores + j);
        subtractBias(group, positions + j, position, slope);
        store(scores + j, group);
        highest = group > highest ? group : highest;
    }
    Tail tail;
    loadTail(tail, scores + whole, positions + whole, count - whole, 0.5f * lowest);
    subtractBias(tail.scores, tail.positions, position, slope);
    highest = tail.scores > highest ? tail.scores : highest;
    float top = lowest;
    for (int64_t lane = 0; lane < lanes; ++lane)
        top = std::max(top, highest[lane]);

    Floats sum = Floats{};
    for (int64_t j = 0; j < whole; j += lanes) {
        Floats group;
        load(group, scores + j);
        group -= top;
        exponential(group);
        store(scores + j, group);
        sum += group;
    }
    tail.scores -= top;
    exponential(tail.scores);
    sum += tail.scores;
    std::memcpy(scores + whole, &tail.scores, static_cast<size_t>(count - whole) * sizeof(float));
    *maximum = top;
    return sumOf(sum);
}

HELICASE_CLONES
void probabilitiesRow(float *scores, const int32_t *positions, int32_t position, float slope,
                      float logSum, int64_t count)
{
    const int64_t whole = count - count % lanes;
    for (int64_t j = 0; j < whole; j += lanes) {
        Floats group;
        load(group, scores + j);
        subtractBias(group, positions + j, position, slope);
        group -= logSum;
        exponential(group);
        store(scores + j, group);
    }
    Tail tail;
    loadTail(tail, scores + whole, positions + whole, count - whole, 0.0f);
    subtractBias(tail.scores, tail.positions, position, slope);
    tail.scores -= logSum;
    exponential(tail.scores);
    std::memcpy(scores + whole, &tail.scores, static_cast<size_t>(count - whole) * sizeof(float));
}

HELICASE_CLONES
void softmaxGradientRow(const float *probabilities, float *gradients, float mean, int64_t count)
{
    for (int64_t j = 0; j < count; ++j)
        gradients[j] = probabilities[j] * (gradients[j] - mean);
}

HELICASE_CLONES
void scaleRow(float *values, float factor, int64_t count)
{
    for (int64_t j = 0; j < count; ++j)
        values[j] *= factor;
}

HELICASE_CLONES
float dotRow(const float *left, const float *right, int64_t count)
{
    const int64_t whole = count - count % lanes;
    Floats sum = Floats{};
    for (int64_t j = 0; j < whole; j += lanes) {
        Floats a;
        Floats b;
        load(a, left + j);
        load(b, right + j);
        sum += a * b;
    }
    float result = sumOf(sum);
    for (int64_t j = whole; j < count; ++j)
        result += left[j] * right[j];
    return result;
}

} // namespace helicase
