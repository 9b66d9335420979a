#include "core/neural/tensor/gated_row.h"

#include "core/neural/tensor/half_lanes.h"

#include <algorithm>

namespace helicase {

namespace {

// A row's own seed: splitmix64 (Steele, Lea and Flood, OOPSLA 2014) of seed and row.
uint64_t rowSeed(uint64_t seed, int64_t row)
{
    uint64_t mixed = seed + 0x9E3779B97F4A7C15u * (static_cast<uint64_t>(row) + 1);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

constexpr Words laneNumbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// The factors of sixteen elements from `column` on: scale, or 0 where dropped. A 32-bit integer
// hash of the column, keyed before and after by the halves of the row's seed.
HELICASE_INLINE void maskFactors(Floats &factors, uint64_t seed, int64_t column,
                                 const DropoutMask &mask)
{
    Words x = (laneNumbers + static_cast<uint32_t>(column)) ^ static_cast<uint32_t>(seed);
    x = (x ^ (x >> 16)) * 0x21F0AAADu;
    x = (x ^ (x >> 15)) * 0x735A2D97u;
    x = (x ^ (x >> 15)) + static_cast<uint32_t>(seed >> 32);
    x = (x ^ (x >> 16)) * 0x85EBCA6Bu;
    x ^= x >> 13;
    factors = x >= mask.dropBelow ? Floats{} + mask.scale : Floats{};
}

// The normal distribution at x: cumulative and density. Abramowitz and Stegun, formula 7.1.26:
// absolute error below 1e-7.
HELICASE_INLINE void normalDistribution(const Floats &x, Floats &cumulative, Floats &density)
{
    const Floats distance = x < 0.0f ? -x : x;
    const Floats t = 1.0f / (distance * (0.3275911f * 0.70710678f) + 1.0f);
    Floats polynomial = t * 1.061405429f - 1.453152027f;
    polynomial = polynomial * t + 1.421413741f;
    polynomial = polynomial * t - 0.284496736f;
    polynomial = polynomial * t + 0.254829592f;
    density = x * x * -0.5f;
    exponential(density);
    const Floats tail = polynomial * t * density * 0.5f;
    cumulative = x < 0.0f ? tail : 1.0f - tail;
    density *= 0.39894228f;
}

HELICASE_INLINE void gatedGelu(const Floats &gate, const Floats &linear, const Floats &factors,
                               Floats &output)
{
    Floats cumulative;
    Floats density;
    normalDistribution(gate, cumulative, density);
    output = gate * cumulative * linear * factors;
}

HELICASE_INLINE void gatedGeluGradient(Floats &gate, Floats &linear, Floats gradient,
                                       const Floats &factors)
{
    Floats cumulative;
    Floats density;
    normalDistribution(gate, cumulative, density);
    gradient *= factors;
    const Floats byGate = gradient * linear * (cumulative + gate * density);
    linear = gradient * gate * cumulative;
    gate = byGate;
}

} // namespace

DropoutMask DropoutMask::of(double probability, uint64_t seed)
{
    return {.seed = seed,
            .dropBelow = static_cast<uint32_t>(std::min(probability * 4294967296.0, 4294967295.0)),
            .scale = static_cast<float>(1 / (1 - probability))};
}

HELICASE_CLONES
void dropRow(const float *input, float *output, int64_t count, int64_t row, const DropoutMask &mask)
{
    const uint64_t seed = rowSeed(mask.seed, row);
    Floats values;
    Floats factors;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(values, input + i);
        maskFactors(factors, seed, i, mask);
        store(output + i, values * factors);
    }
    if (i == count)
        return;
    loadFirst(values, input + i, count - i);
    maskFactors(factors, seed, i, mask);
    storeFirst(output + i, values * factors, count - i);
}

HELICASE_CLONES
void gatedGeluRow(const float *gate, const float *linear, float *output, int64_t count, int64_t row,
                  const DropoutMask &mask)
{
    const uint64_t seed = rowSeed(mask.seed, row);
    Floats factors = Floats{} + mask.scale;
    Floats gates;
    Floats linears;
    Floats results;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(gates, gate + i);
        load(linears, linear + i);
        if (mask.dropBelow > 0)
            maskFactors(factors, seed, i, mask);
        gatedGelu(gates, linears, factors, results);
        store(output + i, results);
    }
    if (i == count)
        return;
    loadFirst(gates, gate + i, count - i);
    loadFirst(linears, linear + i, count - i);
    if (mask.dropBelow > 0)
        maskFactors(factors, seed, i, mask);
    gatedGelu(gates, linears, factors, results);
    storeFirst(output + i, results, count - i);
}

HELICASE_CLONES
void gatedGeluRow(const Half *gate, const Half *linear, Half *output, int64_t count)
{
    const Floats factors = Floats{} + 1.0f;
    Floats gates;
    Floats linears;
    Floats results;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(gates, gate + i);
        load(linears, linear + i);
        gatedGelu(gates, linears, factors, results);
        store(output + i, results);
    }
    if (i == count)
        return;
    loadFirst(gates, gate + i, count - i);
    loadFirst(linears, linear + i, count - i);
    gatedGelu(gates, linears, factors, results);
    storeFirst(output + i, results, count - i);
}

HELICASE_CLONES
void gatedGeluGradientRow(const float *gate, const float *linear, const float *outputGradient,
                          float *gateGradient, float *linearGradient, int64_t count, int64_t row,
                          const DropoutMask &mask)
{
    const uint64_t seed = rowSeed(mask.seed, row);
    Floats factors = Floats{} + mask.scale;
    Floats gates;
    Floats linears;
    Floats gradients;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(gates, gate + i);
        load(linears, linear + i);
        load(gradients, outputGradient + i);
        if (mask.dropBelow > 0)
            maskFactors(factors, seed, i, mask);
        gatedGeluGradient(gates, linears, gradients, factors);
        store(gateGradient + i, gates);
        store(linearGradient + i, linears);
    }
    if (i == count)
        return;
    loadFirst(gates, gate + i, count - i);
    loadFirst(linears, linear + i, count - i);
    loadFirst(gradients, outputGradient + i, count - i);
    if (mask.dropBelow > 0)
        maskFactors(factors, seed, i, mask);
    gatedGeluGradient(gates, linears, gradients, factors);
    storeFirst(gateGradient + i, gates, count - i);
    storeFirst(linearGradient + i, linears, count - i);
}

HELICASE_CLONES
void geluRow(const float *input, float *output, int64_t count)
{
    Floats values;
    Floats cumulative;
    Floats density;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(values, input + i);
        normalDistribution(values, cumulative, density);
        store(output + i, values * cumulative);
    }
    if (i == count)
        return;
    loadFirst(values, input + i, count - i);
    normalDistribution(values, cumulative, density);
    storeFirst(output + i, values * cumulative, count - i);
}

HELICASE_CLONES
void geluGradientRow(const float *input, const float *outputGradient, float *inputGradient,
                     int64_t count)
{
    Floats values;
    Floats arriving;
    Floats cumulative;
    Floats density;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(values, input + i);
        load(arriving, outputGradient + i);
        normalDistribution(values, cumulative, density);
        store(inputGradient + i, arriving * (cumulative + values * density));
    }
    if (i == count)
        return;
    loadFirst(values, input + i, count - i);
    loadFirst(arriving, outputGradient + i, count - i);
    normalDistribution(values, cumulative, density);
    storeFirst(inputGradient + i, arriving * (cumulative + values * density), count - i);
}

HELICASE_CLONES
void droppedSoftmaxGradientRow(float *probabilities, float *gradients, float mean, int64_t count,
                               int64_t row, const DropoutMask &mask)
{
    const uint64_t seed = rowSeed(mask.seed, row);
    Floats probability;
    Floats gradient;
    Floats factors;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(probability, probabilities + i);
        load(gradient, gradients + i);
        maskFactors(factors, seed, i, mask);
        store(gradients + i, probability * (gradient * factors - mean));
        store(probabilities + i, probability * factors);
    }
    if (i == count)
        return;
    loadFirst(probability, probabilities + i, count - i);
    loadFirst(gradient, gradients + i, count - i);
    maskFactors(factors, seed, i, mask);
    storeFirst(gradients + i, probability * (gradient * factors - mean), count - i);
    storeFirst(probabilities + i, probability * factors, count - i);
}

} // namespace helicase
