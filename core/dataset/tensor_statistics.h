// What the numbers of a tensor are like: extremes, mean, spread, what is no number, and how they
// are distributed. The tensor is read in one pass from its mapped file, block by block. Any thread;
// Stopped is thrown within a block of a request to stop. Floating-point tensors only (F64, F32,
// F16, BF16).
#pragma once

#include "core/dataset/safetensors.h"

#include <limits>
#include <optional>
#include <stop_token>

namespace helicase {

struct TensorStatistics {
    int64_t count = 0; // of all elements
    int64_t nanCount = 0;
    int64_t infiniteCount = 0;
    int64_t zeroCount = 0;
    // Of the finite elements; no number when there are none.
    double minimum = std::numeric_limits<double>::quiet_NaN();
    double maximum = std::numeric_limits<double>::quiet_NaN();
    double mean = std::numeric_limits<double>::quiet_NaN();
    double standardDeviation = std::numeric_limits<double>::quiet_NaN(); // of the population
    double norm = 0;                                                     // Frobenius
};

// Nothing for tensors of other types.
std::optional<TensorStatistics> statisticsOf(const TensorView &tensor,
                                             const std::stop_token &stop = {});

// Elements in each of `intervals` equal parts of [lowest, highest], both ends included; those
// outside and those that are no numbers are left out. Empty for tensors of other types.
std::vector<int64_t> histogramOf(const TensorView &tensor, double lowest, double highest,
                                 int intervals, const std::stop_token &stop = {});

// Of a matrix (other shapes: nothing), by power iteration to four digits.
std::optional<double> largestSingularValue(const TensorView &tensor,
                                           const std::stop_token &stop = {});

} // namespace helicase
