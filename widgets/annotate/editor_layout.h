// Wraps a text into rows of monospaced cells. Text wraps at blanks, DNA runs anywhere. A row is a
// range of the text, so that millions of bases in one line cost one small entry per row. GUI thread
// only.
#pragma once

#include <QStringView>

#include <cstdint>
#include <vector>

namespace helicase {

// Cells that a UTF-16 unit takes: 0 for combining marks, 2 for wide letters and tabs, else 1.
int cellsOf(char16_t unit);

class EditorLayout {
public:
    struct Row {
        int32_t begin = 0;
        int32_t end = 0;  // without the line break
        int32_t line = 0; // 0-based
        bool startsLine = false;
        bool operator==(const Row &) const = default;
    };

    static constexpr int leastColumns = 4;

    // Never empty afterwards: an empty text has one empty row.
    void build(QStringView text, int columns);
    // After an edit of the text that was laid out: what stands before it is left alone, and what
    // stands behind it is moved as soon as rows begin where they began before.
    void edit(QStringView text, int32_t position, int32_t removed, int32_t inserted);
    int columns() const { return columns_; }

    int64_t rowCount() const { return std::ssize(rows_); }
    const Row &row(int64_t index) const { return rows_[static_cast<size_t>(index)]; }
    int64_t lineCount() const { return rows_.back().line + 1; }

    // The row that shows the caret at this position. A position where a wrapped line breaks belongs
    // to the later row.
    int64_t rowOf(int32_t position) const;
    // Cells from the row's left edge to the position.
    static int cellOf(QStringView text, const Row &row, int32_t position);
    // The position in the row nearest to the cell.
    static int32_t positionAt(QStringView text, const Row &row, double cell);

private:
    template <typename TakeRest>
    void wrapFrom(QStringView text, Row next, const TakeRest &takeRest);

    int columns_ = leastColumns;
    std::vector<Row> rows_ = {Row{.startsLine = true}};
};

} // namespace helicase
