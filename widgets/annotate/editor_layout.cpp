#include "widgets/annotate/editor_layout.h"

#include <algorithm>

namespace helicase {

namespace {

struct WideRange {
    char16_t first;
    char16_t last;
};

// East Asian wide and full-width blocks of the basic plane.
constexpr WideRange wideRanges[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},
                                    {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}};

bool isWide(char16_t unit)
{
    return std::ranges::any_of(wideRanges, [unit](const WideRange &range) {
        return unit >= range.first && unit <= range.last;
    });
}

// Last blank in (begin, limit) that is worth a break; -1 without one. Bases after a tag are no word
// that has to stay together.
int32_t lastBlank(QStringView text, int32_t begin, int32_t limit)
{
    constexpr int32_t furthest = 40;
    for (int32_t place = limit - 1; place > begin && limit - place < furthest; --place) {
        if (text[place] == u' ')
            return place;
        if (text[place] == u'>')
            break;
    }
    return -1;
}

// Whether every letter takes one cell. Written so that it runs over many letters at once.
bool isPlain(QStringView letters)
{
    bool plain = true;
    for (const QChar letter : letters)
        plain &= letter.unicode() < 0x80 && letter.unicode() != u'\t';
    return plain;
}

// Where the letters from begin on fill the columns.
int32_t filledRow(QStringView text, int32_t begin, int32_t end, int columns)
{
    const int32_t plainEnd = std::min(begin + columns, end);
    if (isPlain(text.mid(begin, plainEnd - begin)))
        return plainEnd;
    int32_t rowEnd = begin;
    for (int cells = 0; rowEnd < end; ++rowEnd) {
        cells += cellsOf(text[rowEnd].unicode());
        if (cells > columns)
            break;
    }
    return rowEnd;
}

} // namespace

int cellsOf(char16_t unit)
{
    if (unit < 0x80)
        return unit == u'\t' ? 2 : 1;
    const QChar letter(unit);
    if (letter.category() == QChar::Mark_NonSpacing)
        return 0;
    return isWide(unit) ? 2 : 1;
}

void EditorLayout::build(QStringView text, int columns)
{
    rows_.clear();
    const int width = std::max(columns, 4);
    int32_t line = 0;
    qsizetype begin = 0;
    while (true) {
        const qsizetype lineBreak = text.indexOf(u'\n', begin);
        const qsizetype end = lineBreak < 0 ? text.size() : lineBreak;
        wrapLine(text, static_cast<int32_t>(begin), static_cast<int32_t>(end), line, width);
        if (lineBreak < 0)
            return;
        begin = lineBreak + 1;
        ++line;
    }
}

void EditorLayout::wrapLine(QStringView text, int32_t begin, int32_t end, int32_t line, int columns)
{
    int32_t rowBegin = begin;
    do {
        int32_t rowEnd = filledRow(text, rowBegin, end, columns);
        if (rowEnd < end) {
            // A blank at the edge stays at the end of its row.
            if (text[rowEnd] == u' ')
                ++rowEnd;
            else if (const int32_t blank = lastBlank(text, rowBegin, rowEnd); blank > rowBegin)
                rowEnd = blank + 1;
            else if (text[rowEnd].isLowSurrogate() && rowEnd - rowBegin > 1)
                --rowEnd;
        }
        rowEnd = std::max(rowEnd, std::min(rowBegin + 1, end));
        rows_.push_back({rowBegin, rowEnd, line, rowBegin == begin});
        rowBegin = rowEnd;
    } while (rowBegin < end);
}

int64_t EditorLayout::rowOf(int32_t position) const
{
    const auto after = std::ranges::upper_bound(rows_, position, {}, &Row::begin);
    return std::max<int64_t>(0, after - rows_.begin() - 1);
}

int EditorLayout::cellOf(QStringView text, const Row &row, int32_t position)
{
    int cells = 0;
    for (int32_t place = row.begin; place < std::min(position, row.end); ++place)
        cells += cellsOf(text[place].unicode());
    return cells;
}

int32_t EditorLayout::positionAt(QStringView text, const Row &row, double cell)
{
    double left = 0;
    int32_t place = row.begin;
    for (; place < row.end; ++place) {
        const int cells = cellsOf(text[place].unicode());
        if (cell < left + cells / 2.0)
            break;
        left += cells;
    }
    if (place > row.begin && place < row.end && text[place].isLowSurrogate())
        --place;
    return place;
}

} // namespace helicase
