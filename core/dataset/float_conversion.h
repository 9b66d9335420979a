// Floating-point numbers of one precision as those of another, rounded to the nearest, ties to
// even.
#pragma once

#include "core/dataset/safetensors.h"

namespace helicase {

struct ConvertedNumbers {
    std::vector<std::byte> bytes; // little-endian
    int64_t overflowed = 0;       // finite numbers that became infinite
};

// "F64", "F32", "F16" or "BF16".
bool isFloatingType(std::string_view type);

// Both types must be such.
ConvertedNumbers convertNumbers(const TensorView &tensor, std::string_view type);

} // namespace helicase
