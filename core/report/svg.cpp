#include "core/report/svg.h"

#include <cstdio>

namespace helicase {

namespace {

std::string attribute(std::string_view name, std::string_view value)
{
    return ' ' + std::string(name) + "=\"" + std::string(value) + '"';
}

std::string attribute(std::string_view name, double value) { return attribute(name, shortNumber(value, 2)); }

std::string opacityOf(double opacity) { return opacity < 1 ? attribute("opacity", opacity) : std::string(); }

std::string strokeOf(const LineStyle &style)
{
    std::string text = attribute("stroke", style.colour) + attribute("stroke-width", style.width) +
                       opacityOf(style.opacity);
    return style.dashes.empty() ? text : text + attribute("stroke-dasharray", style.dashes);
}

std::string_view nameOf(TextAnchor anchor)
{
    switch (anchor) {
    case TextAnchor::Start: return "start";
    case TextAnchor::Middle: return "middle";
    case TextAnchor::End: return "end";
    }
    return "start";
}

} // namespace

SvgPicture::SvgPicture(double width, double height, std::string_view title)
    : width_(width), height_(height), title_(title)
{
}

void SvgPicture::line(Point2 from, Point2 to, const LineStyle &style)
{
    body_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
             attribute("y2", to.y) + strokeOf(style) + "/>\n";
}

void SvgPicture::polyline(std::span<const Point2> points, const LineStyle &style)
{
    body_ += "<polyline fill=\"none\" stroke-linejoin=\"round\"" + strokeOf(style) + " points=\"";
    for (const Point2 &point : points)
        body_ += shortNumber(point.x, 2) + ',' + shortNumber(point.y, 2) + ' ';
    body_ += "\"/>\n";
}

void SvgPicture::rectangle(Point2 corner, double width, double height, std::string_view fill, double opacity)
{
    body_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
             attribute("height", height) + attribute("fill", fill) + opacityOf(opacity) + "/>\n";
}

void SvgPicture::circle(Point2 centre, double radius, std::string_view fill, double opacity)
{
    body_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) +
             attribute("fill", fill) + opacityOf(opacity) + "/>\n";
}

void SvgPicture::text(Point2 at, std::string_view content, const TextStyle &style)
{
    body_ += "<text" + attribute("x", at.x) + attribute("y", at.y) + attribute("fill", style.colour) +
             attribute("font-size", style.size) + attribute("text-anchor", nameOf(style.anchor));
    if (style.bold)
        body_ += attribute("font-weight", "600");
    if (style.italic)
        body_ += attribute("font-style", "italic");
    if (style.turned != 0)
        body_ += attribute("transform", "rotate(" + shortNumber(-style.turned) + ' ' + shortNumber(at.x, 2) + ' ' +
                                            shortNumber(at.y, 2) + ')');
    body_ += '>' + escapeMarkup(content) + "</text>\n";
}

std::string SvgPicture::document() const
{
    const std::string width = shortNumber(width_), height = shortNumber(height_);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"" + attribute("width", width) +
           attribute("height", height) + attribute("viewBox", "0 0 " + width + ' ' + height) +
           " font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n<title>" + escapeMarkup(title_) +
           "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n" + body_ + "</svg>\n";
}

std::string escapeMarkup(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&': escaped += "&amp;"; break;
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '"': escaped += "&quot;"; break;
        case '\'': escaped += "&#39;"; break;
        default: escaped += c;
        }
    }
    return escaped;
}

std::string shortNumber(double value, int decimals)
{
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    std::string text = buffer;
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.'))
            text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

} // namespace helicase
