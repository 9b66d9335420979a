#include "core/neural/tensor/residual_norm_row.h"

#include "core/neural/tensor/lanes.h"

#include <cmath>

namespace helicase {

namespace {

// The next lanes of a row, the last of which may be fewer.
HELICASE_INLINE void loadNext(Floats &into, const float *row, int64_t i, int64_t width)
{
    if (i + lanes <= width)
        load(into, row + i);
    else
        loadFirst(into, row + i, width - i);
}

HELICASE_INLINE void storeNext(float *row, const Floats &from, int64_t i, int64_t width)
{
    if (i + lanes <= width)
        store(row + i, from);
    else
        storeFirst(row + i, from, width - i);
}

HELICASE_INLINE void addRows(const float *residual, const float *dropped, float *sum, int64_t width,
                             float &total)
{
    Floats totals = Floats{};
    Floats values;
    Floats more;
    for (int64_t i = 0; i < width; i += lanes) {
        loadNext(values, residual, i, width);
        loadNext(more, dropped, i, width);
        values += more;
        storeNext(sum, values, i, width);
        totals += values;
    }
    total = sumOf(totals);
}

HELICASE_INLINE void squaredDistance(const float *row, float mean, int64_t width, float &squares)
{
    Floats total = Floats{};
    Floats values;
    int64_t i = 0;
    for (; i + lanes <= width; i += lanes) {
        load(values, row + i);
        values -= mean;
        total += values * values;
    }
    squares = sumOf(total);
    for (; i < width; ++i)
        squares += (row[i] - mean) * (row[i] - mean);
}

HELICASE_INLINE void normalise(const float *sum, const RowMoments &moments, const float *weight,
                               const float *bias, float *norm, int64_t width)
{
    Floats values;
    Floats weights;
    Floats biases = Floats{};
    for (int64_t i = 0; i < width; i += lanes) {
        loadNext(values, sum, i, width);
        loadNext(weights, weight, i, width);
        if (bias)
            loadNext(biases, bias, i, width);
        values = (values - moments.mean) * moments.factor * weights + biases;
        storeNext(norm, values, i, width);
    }
}

// Adds to the gradients by weight and bias; the sums are those the gradient by the row needs.
HELICASE_INLINE void collect(const float *sum, const RowMoments &moments, const float *weight,
                             const float *normGradient, const NormGradients &gradients,
                             int64_t width, float &total, float &weighted)
{
    Floats totals = Floats{};
    Floats products = Floats{};
    Floats values;
    Floats arriving;
    Floats held;
    Floats weights;
    for (int64_t i = 0; i < width; i += lanes) {
        loadNext(values, sum, i, width);
        loadNext(arriving, normGradient, i, width);
        loadNext(weights, weight, i, width);
        values = (values - moments.mean) * moments.factor;
        loadNext(held, gradients.weight, i, width);
        storeNext(gradients.weight, held + arriving * values, i, width);
        if (gradients.bias) {
            loadNext(held, gradients.bias, i, width);
            storeNext(gradients.bias, held + arriving, i, width);
        }
        arriving *= weights; // 0 beyond the width, like the weights
        totals += arriving;
        products += arriving * values;
    }
    total = sumOf(totals);
    weighted = sumOf(products);
}

HELICASE_INLINE void differentiate(const float *sum, const RowMoments &moments, const float *weight,
                                   const float *normGradient, const float *sumGradient,
                                   float *residualGradient, int64_t width, float total,
                                   float weighted)
{
    const float share = 1.0f / static_cast<float>(width);
    Floats values;
    Floats arriving;
    Floats weights;
    Floats further = Floats{};
    for (int64_t i = 0; i < width; i += lanes) {
        loadNext(values, sum, i, width);
        loadNext(arriving, normGradient, i, width);
        loadNext(weights, weight, i, width);
        if (sumGradient)
            loadNext(further, sumGradient, i, width);
        values = (values - moments.mean) * moments.factor;
        values =
            (arriving * weights - total * share - values * (weighted * share)) * moments.factor +
            further;
        storeNext(residualGradient, values, i, width);
    }
}

} // namespace

HELICASE_CLONES
RowMoments addAndNormRow(const float *residual, const float *branch, const float *weight,
                         const float *bias, float epsilon, float *sum, float *norm, int64_t width,
                         int64_t row, const DropoutMask &mask)
{
    // The row of norms holds the dropped branch meanwhile.
    if (mask.dropBelow > 0)
        dropRow(branch, norm, width, row, mask);
    float total = 0;
    addRows(residual, mask.dropBelow > 0 ? norm : branch, sum, width, total);
    RowMoments moments{.mean = total / static_cast<float>(width)};
    float squares = 0;
    squaredDistance(sum, moments.mean, width, squares);
    moments.factor = 1.0f / std::sqrt(squares / static_cast<float>(width) + epsilon);
    normalise(sum, moments, weight, bias, norm, width);
    return moments;
}

HELICASE_CLONES
void addAndNormGradientRow(const float *sum, const RowMoments &moments, const float *weight,
                           const float *normGradient, const float *sumGradient,
                           float *residualGradient, float *branchGradient,
                           const NormGradients &gradients, int64_t width, int64_t row,
                           const DropoutMask &mask)
{
    float total = 0;
    float weighted = 0;
    collect(sum, moments, weight, normGradient, gradients, width, total, weighted);
    differentiate(sum, moments, weight, normGradient, sumGradient, residualGradient, width, total,
                  weighted);
    dropRow(residualGradient, branchGradient, width, row, mask);
}

} // namespace helicase
