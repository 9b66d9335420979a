// Where the points of a picture are while it is laid out: four floats each, so that a point is one
// aligned load; of two or three dimensions the rest stays zero. Thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <array>
#include <vector>

namespace helicase {

struct alignas(16) PointPlace : std::array<float, 4> {};

inline float squaredDistance(const PointPlace &first, const PointPlace &second)
{
    float sum = 0;
    for (size_t k = 0; k < first.size(); ++k)
        sum += (first[k] - second[k]) * (first[k] - second[k]);
    return sum;
}

// Each dimension stretched to reach from 0 to box; one without extent lies at 0.
std::vector<PointPlace> placesIn(const Matrix &coordinates, float box);

// [points, dimensions], about the mean of the points.
Matrix matrixOfPlaces(const std::vector<PointPlace> &places, int64_t dimensions);

} // namespace helicase
