#include "core/report/html_document.h"

#include "core/report/svg.h"

#include <string_view>

namespace helicase {

namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1B2026; background: #F1F2F4; margin: 0; }
main { max-width: 1040px; margin: 0 auto; padding: 24px 32px 64px; background: #FFFFFF; }
h1 { font-size: 26px; margin: 8px 0 4px; } h2 { font-size: 19px; margin: 40px 0 8px; border-top: 1px solid #CBD1D8; padding-top: 16px; }
h3 { font-size: 16px; margin: 24px 0 4px; } p { margin: 8px 0; max-width: 76ch; }
.note { color: #56606B; font-size: 13px; } nav { color: #56606B; font-size: 14px; } nav a { margin-right: 16px; }
a { color: #0E6672; } table { border-collapse: collapse; margin: 12px 0; font-variant-numeric: tabular-nums; font-size: 14px; }
th { text-align: left; font-weight: 600; color: #56606B; border-bottom: 1px solid #838D99; padding: 4px 12px 4px 0; }
td { padding: 4px 12px 4px 0; border-bottom: 1px solid #E4E7EB; } td.number, th.number { text-align: right; }
tr.best td { font-weight: 600; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; font-size: 14px; }
dt { color: #56606B; } dd { margin: 0; overflow-wrap: anywhere; } .figures { display: flex; flex-wrap: wrap; gap: 16px; margin: 12px 0; }
svg { max-width: 100%; height: auto; } .figures svg { flex: 1 1 440px; min-width: 0; max-width: 640px; } pre { background: #F1F2F4; padding: 8px 12px; overflow-x: auto; font-size: 13px; white-space: pre-wrap; }
@media print { body { background: #FFFFFF; } h2 { break-after: avoid; } svg, table { break-inside: avoid; } }
)";

// Turns the blocks of a page into the elements of its body, one after the other.
class HtmlBody {
public:
    void operator()(const ReportHeading &heading)
    {
        leaveFigures();
        const std::string anchor = "section-" + std::to_string(++headings_);
        const std::string tag = "h" + std::to_string(heading.level);
        text_ += "<" + tag + " id=\"" + anchor + "\">" + escapeMarkup(heading.text) + "</" + tag + ">\n";
        if (heading.level == 2)
            contents_ += "<a href=\"#" + anchor + "\">" + escapeMarkup(heading.text) + "</a>\n";
    }

    void operator()(const ReportParagraph &paragraph)
    {
        leaveFigures();
        text_ += (paragraph.isNote ? "<p class=\"note\">" : "<p>") + escapeMarkup(paragraph.text) + "</p>\n";
    }

    void operator()(const ReportList &list)
    {
        leaveFigures();
        text_ += "<ul>\n";
        for (const std::string &item : list.items)
            text_ += "<li>" + escapeMarkup(item) + "</li>\n";
        text_ += "</ul>\n";
    }

    void operator()(const ReportTable &table)
    {
        leaveFigures();
        text_ += "<table>\n";
        for (size_t row = 0; row < table.rows.size(); ++row) {
            text_ += row > 0 && static_cast<int>(row) - 1 == table.boldRow ? "<tr class=\"best\">" : "<tr>";
            const std::string tag = row == 0 ? "th" : "td";
            for (size_t column = 0; column < table.rows[row].size(); ++column)
                text_ += "<" + tag + (table.isNumeric(column) ? " class=\"number\">" : ">") +
                         escapeMarkup(table.rows[row][column]) + "</" + tag + ">";
            text_ += "</tr>\n";
        }
        text_ += "</table>\n";
    }

    void operator()(const ReportTerms &terms)
    {
        leaveFigures();
        text_ += "<dl>\n";
        for (const auto &[term, meaning] : terms.entries)
            text_ += "<dt>" + escapeMarkup(term) + "</dt><dd>" + escapeMarkup(meaning) + "</dd>\n";
        text_ += "</dl>\n";
    }

    void operator()(const ReportFigure &figure)
    {
        if (!inFigures_)
            text_ += "<div class=\"figures\">\n";
        inFigures_ = true;
        text_ += figure.svg;
    }

    void operator()(const ReportCode &code)
    {
        leaveFigures();
        text_ += "<pre>" + escapeMarkup(code.text) + "</pre>\n";
    }

    void leaveFigures()
    {
        if (inFigures_)
            text_ += "</div>\n";
        inFigures_ = false;
    }

    const std::string &text() const { return text_; }
    const std::string &contents() const { return contents_; }

private:
    std::string contents_;
    std::string text_;
    int headings_ = 0;
    bool inFigures_ = false;
};

} // namespace

std::string htmlDocument(const ReportPage &page)
{
    HtmlBody body;
    for (const ReportBlock &block : page.blocks())
        std::visit(body, block);
    body.leaveFigures();
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
           "content=\"width=device-width\">\n<title>" +
           escapeMarkup(page.title()) + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<main>\n<h1>" +
           escapeMarkup(page.title()) + "</h1>\n<nav>" + body.contents() + "</nav>\n" + body.text() + "</main>\n</body>\n</html>\n";
}

} // namespace helicase
