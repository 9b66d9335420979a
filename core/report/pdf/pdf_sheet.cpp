#include "core/report/pdf/pdf_sheet.h"

#include "core/base/error.h"
#include "core/report/palette.h"

#include <cairo-pdf.h>
#include <charconv>
#include <cstdio>
#include <pango/pangocairo.h>

namespace helicase {

namespace {

constexpr double footerHeight = 24;

cairo_status_t append(void *bytes, const unsigned char *data, unsigned int length)
{
    static_cast<std::string *>(bytes)->append(reinterpret_cast<const char *>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// "#1B2026"
void setColour(cairo_t *context, std::string_view colour)
{
    unsigned value = 0;
    std::from_chars(colour.data() + 1, colour.data() + colour.size(), value, 16);
    cairo_set_source_rgb(context, (value >> 16 & 0xFF) / 255.0, (value >> 8 & 0xFF) / 255.0, (value & 0xFF) / 255.0);
}

} // namespace

void LayoutDeleter::operator()(PangoLayout *layout) const { g_object_unref(layout); }

PdfSheet::PdfSheet(const std::string &title)
    : title_(title), surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, pageWidth, pageHeight)),
      context_(cairo_create(surface_.get()))
{
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "Helicase");
}

TextLayout PdfSheet::layout(std::string_view text, const TextLook &look, double width) const
{
    TextLayout layout(pango_cairo_create_layout(context_.get()));
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, look.isMono ? "DejaVu Sans Mono, monospace" : "DejaVu Sans, sans");
    pango_font_description_set_weight(font, look.isBold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, look.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    if (width >= 0) {
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        PangoAttrList *attributes = pango_attr_list_new();
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE)); // paths and names are not hyphenated
        pango_layout_set_attributes(layout.get(), attributes);
        pango_attr_list_unref(attributes);
    }
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

double PdfSheet::heightOf(const TextLayout &layout)
{
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

double PdfSheet::widthOf(const TextLayout &layout)
{
    int width = 0;
    pango_layout_get_size(layout.get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

void PdfSheet::require(double height)
{
    if (height > room() && !isAtTop())
        newPage();
}

void PdfSheet::skip(double height)
{
    if (!isAtTop())
        y_ += height;
}

void PdfSheet::newPage()
{
    drawFooter();
    cairo_show_page(context_.get());
    y_ = margin;
    ++page_;
}

void PdfSheet::draw(const TextLayout &layout, double left, std::string_view colour, double down)
{
    setColour(context_.get(), colour);
    cairo_move_to(context_.get(), margin + left, y_ + down);
    pango_cairo_show_layout(context_.get(), layout.get());
}

void PdfSheet::rule(double left, double width, std::string_view colour, double down)
{
    setColour(context_.get(), colour);
    cairo_set_line_width(context_.get(), 0.5);
    cairo_move_to(context_.get(), margin + left, y_ + down);
    cairo_rel_line_to(context_.get(), width, 0);
    cairo_stroke(context_.get());
}

void PdfSheet::fill(double left, double width, double height, std::string_view colour)
{
    setColour(context_.get(), colour);
    cairo_rectangle(context_.get(), margin + left, y_, width, height);
    cairo_fill(context_.get());
}

void PdfSheet::mark(const std::string &text)
{
    char place[80];
    std::snprintf(place, sizeof place, "page=%d pos=[%.1f %.1f]", page_, margin, y_);
    cairo_pdf_surface_add_outline(surface_.get(), CAIRO_PDF_OUTLINE_ROOT, text.c_str(), place,
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void PdfSheet::drawFooter()
{
    const TextLook look{.size = 8};
    const TextLayout name = layout(title_, look, -1);
    const TextLayout number = layout("Page " + std::to_string(page_), look, -1);
    const double down = pageHeight - footerHeight - y_;
    draw(name, 0, palette::muted, down);
    draw(number, textWidth - widthOf(number), palette::muted, down);
}

std::string PdfSheet::finish()
{
    drawFooter();
    cairo_show_page(context_.get());
    cairo_surface_finish(surface_.get());
    const cairo_status_t status = cairo_surface_status(surface_.get());
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error(std::string("the PDF could not be drawn: ") + cairo_status_to_string(status));
    return std::move(bytes_);
}

} // namespace helicase
