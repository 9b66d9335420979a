#include "core/report/html_page.h"

#include "core/base/text.h"
#include "core/report/svg.h"

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

// A number, also with a leading sign, a share sign, a deviation or nothing at all.
bool readsAsNumber(std::string_view cell)
{
    return !cell.empty() && cell.find_first_not_of("0123456789.,+-%e\xE2\x88\x92\xC2\xB1 ofbp") == std::string_view::npos &&
           cell.find_first_of("0123456789") != std::string_view::npos;
}

} // namespace

HtmlPage::HtmlPage(std::string_view title) : title_(title) {}

void HtmlPage::leaveFigures()
{
    if (inFigures_)
        body_ += "</div>\n";
    inFigures_ = false;
}

void HtmlPage::heading(std::string_view text, int level)
{
    leaveFigures();
    const std::string anchor = "section-" + std::to_string(++headings_);
    const std::string tag = "h" + std::to_string(level);
    body_ += "<" + tag + " id=\"" + anchor + "\">" + escapeMarkup(text) + "</" + tag + ">\n";
    if (level == 2)
        contents_ += "<a href=\"#" + anchor + "\">" + escapeMarkup(text) + "</a>\n";
}

void HtmlPage::paragraph(std::string_view text)
{
    leaveFigures();
    body_ += "<p>" + escapeMarkup(text) + "</p>\n";
}

void HtmlPage::note(std::string_view text)
{
    leaveFigures();
    body_ += "<p class=\"note\">" + escapeMarkup(text) + "</p>\n";
}

void HtmlPage::list(const std::vector<std::string> &items)
{
    leaveFigures();
    if (items.empty())
        return;
    body_ += "<ul>\n";
    for (const std::string &item : items)
        body_ += "<li>" + escapeMarkup(item) + "</li>\n";
    body_ += "</ul>\n";
}

void HtmlPage::table(const std::vector<std::vector<std::string>> &rows, int boldRow)
{
    leaveFigures();
    if (rows.size() < 2)
        return;
    body_ += "<table>\n";
    for (size_t r = 0; r < rows.size(); ++r) {
        body_ += static_cast<int>(r) - 1 == boldRow && r > 0 ? "<tr class=\"best\">" : "<tr>";
        for (size_t c = 0; c < rows[r].size(); ++c) {
            const bool number = c < rows[1].size() && readsAsNumber(rows[1][c]);
            const std::string tag = r == 0 ? "th" : "td";
            body_ += "<" + tag + (number ? " class=\"number\">" : ">") + escapeMarkup(rows[r][c]) + "</" + tag + ">";
        }
        body_ += "</tr>\n";
    }
    body_ += "</table>\n";
}

void HtmlPage::terms(const std::vector<std::pair<std::string, std::string>> &entries)
{
    leaveFigures();
    body_ += "<dl>\n";
    for (const auto &[term, meaning] : entries)
        body_ += "<dt>" + escapeMarkup(term) + "</dt><dd>" + escapeMarkup(meaning) + "</dd>\n";
    body_ += "</dl>\n";
}

void HtmlPage::figure(std::string_view svg)
{
    if (!inFigures_)
        body_ += "<div class=\"figures\">\n";
    inFigures_ = true;
    body_ += svg;
}

void HtmlPage::code(std::string_view text)
{
    leaveFigures();
    body_ += "<pre>" + escapeMarkup(text) + "</pre>\n";
}

std::string HtmlPage::document() const
{
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
           "content=\"width=device-width\">\n<title>" +
           escapeMarkup(title_) + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<main>\n<h1>" +
           escapeMarkup(title_) + "</h1>\n<nav>" + contents_ + "</nav>\n" + body_ + (inFigures_ ? "</div>\n" : "") +
           "</main>\n</body>\n</html>\n";
}

} // namespace helicase
