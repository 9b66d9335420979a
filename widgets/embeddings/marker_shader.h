// The markers of widgets/common/categories.h as pieces of a fragment shader, for points that the
// graphics card draws as squares. Free functions.
#pragma once

#include "widgets/common/categories.h"

#include <string>

namespace helicase {

constexpr int markerCount = 9;

// What follows VTK's light calculation: cuts the marker out of the square point, with an edge one
// pixel soft. radius: of the marker in device pixels; ring: width of the outline in units of the
// radius, 0 for none.
std::string markerShader(Marker marker, double radius, double ring, const QColor &outline);

// Diameter in device pixels of the square point that such a marker fits into.
double markerPointSize(double radius, double ring);

} // namespace helicase
