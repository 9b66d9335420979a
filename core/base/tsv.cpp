#include "core/base/tsv.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t largestTable = 256u << 20;

std::vector<std::string> cellsOf(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    std::vector<std::string> cells;
    for (const std::string_view cell : split(line, '\t'))
        cells.emplace_back(cell);
    return cells;
}

void appendLine(std::string &text, const std::vector<std::string> &cells)
{
    for (size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            text += '\t';
        for (const char c : cells[i])
            text += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    text += '\n';
}

// Characters, not bytes: cells may hold signs outside ASCII.
size_t charactersOf(const std::string &text)
{
    return static_cast<size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

} // namespace

int TsvTable::column(std::string_view name) const
{
    const auto found = std::ranges::find(columns, name);
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

TsvTable readTsv(const std::filesystem::path &file)
{
    const std::string text = readFile(file, largestTable);
    if (text.empty())
        throw InputError("is empty", {.file = file, .line = 1}, "a header line is expected");
    TsvTable table;
    int64_t number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (number == 1) {
            table.columns = cellsOf(line);
            continue;
        }
        if (line.empty() || line == "\r")
            continue;
        table.rows.push_back(cellsOf(line));
        if (table.rows.back().size() != table.columns.size())
            throw InputError("row has " + std::to_string(table.rows.back().size()) + " cells (expected " +
                                 std::to_string(table.columns.size()) + ", as in the header)",
                             {.file = file, .line = number});
    }
    return table;
}

void writeTsv(const std::filesystem::path &file, const TsvTable &table)
{
    std::string text;
    appendLine(text, table.columns);
    for (const auto &row : table.rows)
        appendLine(text, row);
    writeFileAtomically(file, text);
}

std::string alignedText(const TsvTable &table)
{
    std::vector<std::vector<std::string>> rows{table.columns};
    rows.insert(rows.end(), table.rows.begin(), table.rows.end());
    std::vector<size_t> widths(table.columns.size());
    for (const auto &row : rows)
        for (size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], charactersOf(row[column]));
    std::string text;
    for (const auto &row : rows) {
        for (size_t column = 0; column < row.size(); ++column) {
            const std::string padding(widths[column] - charactersOf(row[column]), ' ');
            text += column == 0 ? row[column] + padding : "  " + padding + row[column];
        }
        text += '\n';
    }
    return text;
}

} // namespace helicase
