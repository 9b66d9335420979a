// What a report says, as a list of blocks: written once, shown as HTML (html_document.h) or PDF
// (pdf/pdf_document.h).
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace helicase {

struct ReportHeading {
    std::string text;
    int level = 2; // those of level 2 are listed at the top
};

struct ReportParagraph {
    std::string text;
    bool isNote = false; // muted, smaller
};

struct ReportList {
    std::vector<std::string> items;
};

struct ReportTable {
    std::vector<std::vector<std::string>> rows; // the first one is the header
    int boldRow = -1;                           // counted below the header; -1: none

    // Whether a column holds numbers, which are aligned on the right: its first cell tells.
    bool isNumeric(size_t column) const;
};

// Terms and their meanings, for definitions and provenance.
struct ReportTerms {
    std::vector<std::pair<std::string, std::string>> entries;
};

// SVG text. Figures that follow each other stand side by side where there is room.
struct ReportFigure {
    std::string svg;
};

struct ReportCode {
    std::string text;
};

using ReportBlock = std::variant<ReportHeading, ReportParagraph, ReportList, ReportTable, ReportTerms, ReportFigure, ReportCode>;

class ReportPage {
public:
    explicit ReportPage(std::string title) : title_(std::move(title)) {}

    void heading(std::string text, int level = 2) { blocks_.emplace_back(ReportHeading{std::move(text), level}); }
    void paragraph(std::string text) { blocks_.emplace_back(ReportParagraph{std::move(text)}); }
    void note(std::string text) { blocks_.emplace_back(ReportParagraph{std::move(text), true}); }
    // Empty lists and tables without a row below the header leave nothing on the page.
    void list(std::vector<std::string> items);
    void table(std::vector<std::vector<std::string>> rows, int boldRow = -1);
    void terms(std::vector<std::pair<std::string, std::string>> entries)
    {
        blocks_.emplace_back(ReportTerms{std::move(entries)});
    }
    void figure(std::string svg) { blocks_.emplace_back(ReportFigure{std::move(svg)}); }
    void code(std::string text) { blocks_.emplace_back(ReportCode{std::move(text)}); }

    const std::string &title() const { return title_; }
    const std::vector<ReportBlock> &blocks() const { return blocks_; }

private:
    std::string title_;
    std::vector<ReportBlock> blocks_;
};

} // namespace helicase
