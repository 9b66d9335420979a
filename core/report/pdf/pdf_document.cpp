#include "core/report/pdf/pdf_document.h"

#include "core/base/error.h"
#include "core/report/palette.h"
#include "core/report/pdf/pdf_sheet.h"
#include "core/report/pdf/pdf_table.h"

#include <algorithm>
#include <librsvg/rsvg.h>

namespace helicase {

namespace {

constexpr double pointsPerPixel = 0.75;
constexpr double termWidth = 120;

struct HandleDeleter {
    void operator()(RsvgHandle *handle) const { g_object_unref(handle); }
};
using SvgHandle = std::unique_ptr<RsvgHandle, HandleDeleter>;

SvgHandle readSvg(const std::string &svg)
{
    SvgHandle handle(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8 *>(svg.data()), svg.size(), nullptr));
    if (!handle)
        throw Error("a figure of the report is no SVG picture");
    return handle;
}

class PdfBody {
public:
    explicit PdfBody(PdfSheet &sheet) : sheet_(sheet) {}

    void operator()(const ReportHeading &heading)
    {
        sheet_.skip(heading.level == 2 ? 18 : 10);
        sheet_.require(90); // not alone at the end of a page
        if (heading.level == 2)
            sheet_.mark(heading.text);
        text(heading.text, {.size = heading.level == 2 ? 14.0 : 11.5, .isBold = true}, palette::text);
        sheet_.advance(2);
    }

    void operator()(const ReportParagraph &paragraph)
    {
        sheet_.skip(3);
        text(paragraph.text, {.size = paragraph.isNote ? 8.5 : 10.0},
             paragraph.isNote ? palette::muted : palette::text);
    }

    void operator()(const ReportList &list)
    {
        sheet_.skip(3);
        for (const std::string &item : list.items) {
            const TextLayout content = sheet_.layout(item, {}, PdfSheet::textWidth - 14);
            sheet_.require(PdfSheet::heightOf(content));
            sheet_.draw(sheet_.layout("\xE2\x80\xA2", {}, -1), 2, palette::text);
            sheet_.draw(content, 14, palette::text);
            sheet_.advance(PdfSheet::heightOf(content) + 2);
        }
    }

    void operator()(const ReportTable &table)
    {
        sheet_.skip(6);
        drawTable(sheet_, table);
    }

    void operator()(const ReportTerms &terms)
    {
        sheet_.skip(4);
        for (const auto &[term, meaning] : terms.entries) {
            const TextLook look{.size = 8.5};
            const TextLayout name = sheet_.layout(term, look, termWidth - 8);
            const TextLayout content = sheet_.layout(meaning, look, PdfSheet::textWidth - termWidth);
            const double height = std::max(PdfSheet::heightOf(name), PdfSheet::heightOf(content));
            sheet_.require(height);
            sheet_.draw(name, 0, palette::muted);
            sheet_.draw(content, termWidth, palette::text);
            sheet_.advance(height + 2);
        }
    }

    void operator()(const ReportFigure &figure)
    {
        const SvgHandle handle = readSvg(figure.svg);
        gdouble width = 0, height = 0;
        if (!rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height) || width <= 0 || height <= 0)
            throw Error("a figure of the report does not tell its size");
        const double scale = std::min({pointsPerPixel, PdfSheet::textWidth / width, PdfSheet::textHeight / height});
        sheet_.skip(8);
        sheet_.require(height * scale);
        const RsvgRectangle place{PdfSheet::margin, sheet_.y(), width * scale, height * scale};
        if (!rsvg_handle_render_document(handle.get(), sheet_.context(), &place, nullptr))
            throw Error("a figure of the report could not be drawn");
        sheet_.advance(height * scale);
    }

    // Line by line, because a command may be longer than a page.
    void operator()(const ReportCode &code)
    {
        sheet_.skip(4);
        lines(code.text, {.size = 8, .isMono = true}, palette::text, palette::grid);
    }

private:
    void text(const std::string &content, const TextLook &look, std::string_view colour)
    {
        lines(content, look, colour, {});
    }

    // A paragraph that may go on on the next page; ground: colour behind it, empty: none.
    void lines(const std::string &content, const TextLook &look, std::string_view colour, std::string_view ground)
    {
        const TextLayout whole = sheet_.layout(content, look, PdfSheet::textWidth - (ground.empty() ? 0 : 8));
        const double height = PdfSheet::heightOf(whole) / std::max(1, pango_layout_get_line_count(whole.get()));
        for (int i = 0; i < pango_layout_get_line_count(whole.get()); ++i) {
            const PangoLayoutLine *line = pango_layout_get_line_readonly(whole.get(), i);
            const std::string part = content.substr(static_cast<size_t>(line->start_index), static_cast<size_t>(line->length));
            sheet_.require(height);
            if (!ground.empty())
                sheet_.fill(0, PdfSheet::textWidth, height, ground);
            sheet_.draw(sheet_.layout(part, look, -1), ground.empty() ? 0 : 4, colour);
            sheet_.advance(height);
        }
    }

    PdfSheet &sheet_;
};

} // namespace

std::string pdfDocument(const ReportPage &page)
{
    PdfSheet sheet(page.title());
    PdfBody body(sheet);
    const TextLayout title = sheet.layout(page.title(), {.size = 20, .isBold = true}, PdfSheet::textWidth);
    sheet.draw(title, 0, palette::text);
    sheet.advance(PdfSheet::heightOf(title) + 4);
    for (const ReportBlock &block : page.blocks())
        std::visit(body, block);
    return sheet.finish();
}

} // namespace helicase
