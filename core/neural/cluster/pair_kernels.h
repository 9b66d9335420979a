// Inner loops over rows of floats, compiled for the instruction sets of the processor. Thread-safe.
#pragma once

#include <cstdint>

namespace helicase {

// Writes the places of the values that reach the limit, in rising order, and returns their number.
// places: room for count entries.
int64_t placesReaching(const float *values, int64_t count, float limit, int32_t *places);

// Products in single precision, in 64 sums that are added at the end in double precision.
double dotProduct(const float *first, const float *second, int64_t count);

} // namespace helicase
