// Pages that are filled from top to bottom. Lengths are points (1/72 inch). One thread at a time.
#pragma once

#include <cairo.h>
#include <memory>
#include <pango/pango.h>
#include <string>
#include <string_view>

namespace helicase {

struct CairoDeleter {
    void operator()(cairo_t *context) const { cairo_destroy(context); }
    void operator()(cairo_surface_t *surface) const { cairo_surface_destroy(surface); }
};

struct LayoutDeleter {
    void operator()(PangoLayout *layout) const;
};

using TextLayout = std::unique_ptr<PangoLayout, LayoutDeleter>;

struct TextLook {
    double size = 10;
    bool isBold = false;
    bool isMono = false;
    std::string_view colour = "#1B2026";
};

class PdfSheet {
public:
    static constexpr double pageWidth = 595.28; // A4
    static constexpr double pageHeight = 841.89;
    static constexpr double margin = 48;
    static constexpr double textWidth = pageWidth - 2 * margin;
    static constexpr double textHeight = pageHeight - 2 * margin;

    explicit PdfSheet(const std::string &title);

    // Text broken into lines of at most this width; negative: one line.
    TextLayout layout(std::string_view text, const TextLook &look, double width) const;
    static double heightOf(const TextLayout &layout);
    static double widthOf(const TextLayout &layout);

    // Goes to a new page unless so much room is left on this one, or it is empty.
    void require(double height);
    double room() const { return pageHeight - margin - y_; }
    bool isAtTop() const { return y_ <= margin; }
    // Leaves room below what was drawn, except at the top of a page.
    void skip(double height);
    void newPage();

    // At the current height and so far right of the margin; does not move down.
    void draw(const TextLayout &layout, double left, std::string_view colour, double down = 0);
    void rule(double left, double width, std::string_view colour, double down = 0);
    void fill(double left, double width, double height, std::string_view colour);
    void advance(double height) { y_ += height; }
    // An entry of the outline that leads here.
    void mark(const std::string &text);

    cairo_t *context() const { return context_.get(); }
    double y() const { return y_; }

    // Ends the document. Throws Error when Cairo failed.
    std::string finish();

private:
    void drawFooter();

    std::string title_;
    std::string bytes_;
    std::unique_ptr<cairo_surface_t, CairoDeleter> surface_;
    std::unique_ptr<cairo_t, CairoDeleter> context_;
    double y_ = margin;
    int page_ = 1;
};

} // namespace helicase
