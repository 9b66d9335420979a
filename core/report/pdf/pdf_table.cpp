#include "core/report/pdf/pdf_table.h"

#include "core/report/palette.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

constexpr double gap = 10;    // between columns
constexpr double padding = 3; // above and below the text of a cell
constexpr double narrowest = 28;

class TableDrawing {
public:
    TableDrawing(PdfSheet &sheet, const ReportTable &table) : sheet_(sheet), table_(table)
    {
        for (const auto &row : table.rows)
            columns_ = std::max(columns_, row.size());
        // Many columns need small type.
        size_ = columns_ > 8 ? 7 : columns_ > 6 ? 8 : 9;
        shareWidth();
    }

    void draw()
    {
        for (size_t row = 0; row < table_.rows.size(); ++row)
            drawRow(row);
        sheet_.advance(padding);
    }

private:
    TextLook lookOf(size_t row) const
    {
        const bool isBest = row > 0 && static_cast<int>(row) - 1 == table_.boldRow;
        return {.size = size_, .isBold = row == 0 || isBest};
    }

    double naturalWidth(size_t column) const
    {
        double widest = narrowest;
        for (size_t row = 0; row < table_.rows.size(); ++row)
            if (column < table_.rows[row].size())
                widest = std::max(
                    widest, PdfSheet::widthOf(sheet_.layout(table_.rows[row][column], lookOf(row), -1)) + 1);
        return widest;
    }

    // Columns that are narrower than an even share keep their width; the others share what is left.
    void shareWidth()
    {
        for (size_t column = 0; column < columns_; ++column)
            widths_.push_back(naturalWidth(column));
        double left = PdfSheet::textWidth - gap * static_cast<double>(columns_ - 1);
        if (std::accumulate(widths_.begin(), widths_.end(), 0.0) <= left)
            return;
        std::vector<size_t> order(columns_);
        std::iota(order.begin(), order.end(), size_t{0});
        std::ranges::sort(order, {}, [this](size_t column) { return widths_[column]; });
        for (size_t i = 0; i < columns_; ++i) {
            double &width = widths_[order[i]];
            width = std::min(width, left / static_cast<double>(columns_ - i));
            left -= width;
        }
    }

    void drawRow(size_t row)
    {
        std::vector<TextLayout> cells;
        double height = 0;
        for (size_t column = 0; column < table_.rows[row].size(); ++column) {
            cells.push_back(sheet_.layout(table_.rows[row][column], lookOf(row), widths_[column]));
            if (table_.isNumeric(column))
                pango_layout_set_alignment(cells.back().get(), PANGO_ALIGN_RIGHT);
            height = std::max(height, PdfSheet::heightOf(cells.back()));
        }
        height += 2 * padding;
        if (row > 0 && height > sheet_.room() && !sheet_.isAtTop()) {
            sheet_.newPage();
            drawRow(0);
        }
        double left = 0;
        for (size_t column = 0; column < cells.size(); ++column) {
            sheet_.draw(cells[column], left, row == 0 ? palette::muted : palette::text, padding);
            left += widths_[column] + gap;
        }
        sheet_.advance(height);
        sheet_.rule(0, left - gap, row == 0 ? palette::muted : palette::grid);
    }

    PdfSheet &sheet_;
    const ReportTable &table_;
    size_t columns_ = 0;
    double size_ = 9;
    std::vector<double> widths_;
};

} // namespace

void drawTable(PdfSheet &sheet, const ReportTable &table)
{
    sheet.require(60); // the header and the first rows stay together
    TableDrawing(sheet, table).draw();
}

} // namespace helicase
