#include "widgets/embeddings/marker_shader.h"

namespace helicase {

namespace {

std::string decimal(double value)
{
    return QString::number(value, 'f', 5).toStdString();
}

std::string colourVector(const QColor &colour)
{
    return "vec3(" + decimal(colour.redF()) + ", " + decimal(colour.greenF()) + ", " +
           decimal(colour.blueF()) + ")";
}

// The signed distance, in units of the marker's radius, of the point p (y down) to the marker's
// outline: negative inside.
std::string distanceTo(Marker marker)
{
    switch (marker) {
    case Marker::Disc:
        return "length(p) - 1.0";
    case Marker::Square:
        return "max(abs(p.x), abs(p.y)) - 0.85";
    case Marker::TriangleUp:
        return "max(p.y - 0.75, 0.88 * abs(p.x) - 0.48 * (p.y + 1.0))";
    case Marker::Diamond:
        return "(abs(p.x) + abs(p.y) - 1.0) * 0.707";
    case Marker::TriangleDown:
        return "max(-p.y - 0.75, 0.88 * abs(p.x) - 0.48 * (1.0 - p.y))";
    case Marker::Plus:
        return "min(max(abs(p.x) - 0.35, abs(p.y) - 1.0), max(abs(p.y) - 0.35, abs(p.x) - 1.0))";
    case Marker::Ring:
        return "abs(length(p) - 0.75) - 0.25";
    case Marker::Cross:
        return "min(max(abs(p.x + p.y) * 0.707 - 0.35, abs(p.x - p.y) * 0.707 - 1.0),"
               " max(abs(p.x - p.y) * 0.707 - 0.35, abs(p.x + p.y) * 0.707 - 1.0))";
    case Marker::Star:
        return "length(p) - 0.6 - 0.35 * cos(5.0 * atan(p.x, -p.y))";
    }
    return "length(p) - 1.0";
}

double extent(double radius, double ring)
{
    return 1 + ring + 1 / radius; // room for the soft edge
}

} // namespace

std::string markerShader(Marker marker, double radius, double ring, const QColor &outline)
{
    const std::string soft = decimal(1 / radius);
    std::string code = "//VTK::Light::Impl\n"
                       "  vec2 p = (gl_PointCoord * 2.0 - 1.0) * " +
                       decimal(extent(radius, ring)) +
                       ";\n"
                       "  float edge = " +
                       distanceTo(marker) +
                       ";\n"
                       "  float cover = clamp(0.5 - (edge - " +
                       decimal(ring) + ") / " + soft +
                       ", 0.0, 1.0);\n"
                       "  if (cover < 0.05) discard;\n";
    if (ring > 0)
        code += "  float inner = clamp(0.5 - edge / " + soft +
                ", 0.0, 1.0);\n"
                "  gl_FragData[0].rgb = mix(" +
                colourVector(outline) + ", gl_FragData[0].rgb, inner);\n";
    return code + "  gl_FragData[0].a *= cover;\n";
}

double markerPointSize(double radius, double ring)
{
    return 2 * radius * extent(radius, ring);
}

} // namespace helicase
