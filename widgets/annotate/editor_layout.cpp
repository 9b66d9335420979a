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

int32_t endOfLine(QStringView text, int32_t begin)
{
    const qsizetype lineBreak = text.indexOf(u'\n', begin);
    return static_cast<int32_t>(lineBreak < 0 ? text.size() : lineBreak);
}

// The end of the row that begins here. It depends on nothing before it.
int32_t endOfRow(QStringView text, int32_t begin, int32_t lineEnd, int columns)
{
    int32_t end = filledRow(text, begin, lineEnd, columns);
    if (end < lineEnd) {
        // A blank at the edge stays at the end of its row.
        if (text[end] == u' ')
            ++end;
        else if (const int32_t blank = lastBlank(text, begin, end); blank > begin)
            end = blank + 1;
        else if (text[end].isLowSurrogate() && end - begin > 1)
            --end;
    }
    return std::max(end, std::min(begin + 1, lineEnd));
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
    columns_ = std::max(columns, leastColumns);
    rows_.clear();
    wrapFrom(text, {.startsLine = true}, [](const Row &) { return false; });
}

void EditorLayout::edit(QStringView text, int32_t position, int32_t removed, int32_t inserted)
{
    // A word that became shorter may move up, and then the one behind it.
    constexpr int touchedRowsBefore = 2;
    int64_t first = rowOf(position);
    for (int back = 0; back < touchedRowsBefore && !row(first).startsLine; ++back)
        --first;
    const std::vector<Row> old(rows_.begin() + first, rows_.end());
    rows_.resize(static_cast<size_t>(first));
    const int32_t shift = inserted - removed;
    auto same = old.begin();
    const auto takeRest = [&](const Row &next) {
        if (next.begin < position + inserted)
            return false;
        while (same != old.end() && same->begin + shift < next.begin)
            ++same;
        if (same == old.end() || same->begin + shift != next.begin ||
            same->startsLine != next.startsLine)
            return false;
        const int32_t lines = next.line - same->line;
        for (; same != old.end(); ++same)
            rows_.push_back(
                {same->begin + shift, same->end + shift, same->line + lines, same->startsLine});
        return true;
    };
    wrapFrom(text, old.front(), takeRest);
}

// Rows are added from the place of `next` to the end, or until the rest is known.
template <typename TakeRest>
void EditorLayout::wrapFrom(QStringView text, Row next, const TakeRest &takeRest)
{
    int32_t lineEnd = endOfLine(text, next.begin);
    while (!takeRest(next)) {
        next.end = endOfRow(text, next.begin, lineEnd, columns_);
        rows_.push_back(next);
        if (next.end < lineEnd) {
            next = {.begin = next.end, .line = next.line};
            continue;
        }
        if (lineEnd == text.size())
            return;
        next = {.begin = lineEnd + 1, .line = next.line + 1, .startsLine = true};
        lineEnd = endOfLine(text, next.begin);
    }
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
