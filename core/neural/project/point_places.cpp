#include "core/neural/project/point_places.h"

#include <algorithm>

namespace helicase {

std::vector<PointPlace> placesIn(const Matrix &coordinates, float box)
{
    std::vector<PointPlace> places(static_cast<size_t>(coordinates.rows()));
    for (int64_t k = 0; k < coordinates.columns(); ++k) {
        float low = coordinates(0, k);
        float high = low;
        for (int64_t i = 1; i < coordinates.rows(); ++i) {
            low = std::min(low, coordinates(i, k));
            high = std::max(high, coordinates(i, k));
        }
        const float scale = high > low ? box / (high - low) : 0.0f;
        for (int64_t i = 0; i < coordinates.rows(); ++i)
            places[i][k] = scale * (coordinates(i, k) - low);
    }
    return places;
}

Matrix matrixOfPlaces(const std::vector<PointPlace> &places, int64_t dimensions)
{
    std::array<double, 4> mean{};
    for (const PointPlace &place : places)
        for (size_t k = 0; k < place.size(); ++k)
            mean[k] += place[k] / static_cast<double>(places.size());
    Matrix coordinates(std::ssize(places), dimensions);
    for (int64_t i = 0; i < coordinates.rows(); ++i)
        for (int64_t k = 0; k < dimensions; ++k)
            coordinates(i, k) = static_cast<float>(places[i][k] - mean[k]);
    return coordinates;
}

} // namespace helicase
