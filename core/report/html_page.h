// A self-contained HTML page: no script, no file beside it, readable in print.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace helicase {

class HtmlPage {
public:
    explicit HtmlPage(std::string_view title);

    // Level 2 headings appear in the contents at the top.
    void heading(std::string_view text, int level = 2);
    void paragraph(std::string_view text);
    void note(std::string_view text); // muted, smaller
    void list(const std::vector<std::string> &items);
    // The first row is the header. Cells that read as numbers are right-aligned. boldRow counts the rows
    // below the header; -1: none.
    void table(const std::vector<std::vector<std::string>> &rows, int boldRow = -1);
    // Term and meaning, for definitions and provenance.
    void terms(const std::vector<std::pair<std::string, std::string>> &entries);
    // SVG text as it is; figures that follow each other stand side by side where there is room.
    void figure(std::string_view svg);
    void code(std::string_view text);

    std::string document() const;

private:
    void leaveFigures();
    std::string title_;
    std::string contents_;
    std::string body_;
    int headings_ = 0;
    bool inFigures_ = false;
};

} // namespace helicase
