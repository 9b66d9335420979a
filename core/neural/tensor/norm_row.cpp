#include "core/neural/tensor/norm_row.h"

#include "core/neural/tensor/half_lanes.h"

#include <cmath>

namespace helicase {

namespace {

template <typename Added>
HELICASE_INLINE void addRow(float *row, const Added *added, int64_t width, float &sum)
{
    Floats total = Floats{};
    Floats values;
    Floats more;
    int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        load(values, row + i);
        load(more, added + i);
        values += more;
        store(row + i, values);
        total += values;
    }
    if (i < width) {
        loadFirst(values, row + i, width - i);
        loadFirst(more, added + i, width - i);
        values += more;
        storeFirst(row + i, values, width - i);
        total += values;
    }
    sum = sumOf(total);
}

HELICASE_INLINE void squaredDistance(const float *row, float mean, int64_t width, float &sum)
{
    Floats total = Floats{};
    Floats values;
    int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        load(values, row + i);
        values -= mean;
        total += values * values;
    }
    sum = sumOf(total);
    for (; i < width; ++i)
        sum += (row[i] - mean) * (row[i] - mean);
}

HELICASE_INLINE void scaleAndShift(float *row, const NormWeights &norm, float mean, float factor,
                                   int64_t width, Half *copy)
{
    Floats values;
    Floats weights;
    Floats biases;
    int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        load(values, row + i);
        load(weights, norm.weight + i);
        load(biases, norm.bias + i);
        values = (values - mean) * factor * weights + biases;
        store(row + i, values);
        if (copy)
            store(copy + i, values);
    }
    if (i == width)
        return;
    loadFirst(values, row + i, width - i);
    loadFirst(weights, norm.weight + i, width - i);
    loadFirst(biases, norm.bias + i, width - i);
    values = (values - mean) * factor * weights + biases;
    storeFirst(row + i, values, width - i);
    if (copy)
        storeFirst(copy + i, values, width - i);
}

template <typename Added>
HELICASE_INLINE void addAndNorm(float *row, const Added *added, const NormWeights &norm,
                                int64_t width, Half *copy)
{
    float sum = 0;
    addRow(row, added, width, sum);
    const float mean = sum / static_cast<float>(width);
    float squares = 0;
    squaredDistance(row, mean, width, squares);
    const float factor = 1.0f / std::sqrt(squares / static_cast<float>(width) + norm.epsilon);
    scaleAndShift(row, norm, mean, factor, width, copy);
}

} // namespace

HELICASE_CLONES
void addAndNormRow(float *row, const float *added, const NormWeights &norm, int64_t width,
                   Half *copy)
{
    addAndNorm(row, added, norm, width, copy);
}

HELICASE_CLONES
void addAndNormRow(float *row, const Half *added, const NormWeights &norm, int64_t width,
                   Half *copy)
{
    addAndNorm(row, added, norm, width, copy);
}

} // namespace helicase
