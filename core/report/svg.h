// Builds an SVG picture element by element. Coordinates are pixels from the top left corner.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace helicase {

struct Point2 {
    double x = 0;
    double y = 0;
};

enum class TextAnchor { Start, Middle, End };

struct LineStyle {
    std::string_view colour = "#1B2026";
    double width = 1;
    double opacity = 1;
    std::string_view dashes = {}; // "4 3"; empty: solid
};

struct TextStyle {
    std::string_view colour = "#1B2026";
    double size = 11;
    TextAnchor anchor = TextAnchor::Start;
    bool bold = false;
    bool italic = false;
    double turned = 0; // degrees, counter-clockwise
};

class SvgPicture {
public:
    SvgPicture(double width, double height, std::string_view title);

    void line(Point2 from, Point2 to, const LineStyle &style);
    void polyline(std::span<const Point2> points, const LineStyle &style);
    void rectangle(Point2 corner, double width, double height, std::string_view fill, double opacity = 1);
    void circle(Point2 centre, double radius, std::string_view fill, double opacity = 1);
    void text(Point2 at, std::string_view content, const TextStyle &style);

    // The complete document; the title is its accessible name.
    std::string document() const;

private:
    double width_;
    double height_;
    std::string title_;
    std::string body_;
};

// & < > " ' replaced, for XML and HTML.
std::string escapeMarkup(std::string_view text);

// At most three decimals, no trailing zeros: what coordinates and labels need.
std::string shortNumber(double value, int decimals = 3);

} // namespace helicase
