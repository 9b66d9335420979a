#include "app/helicase/core_commands/text_records_columns.h"

#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <array>
#include <span>

namespace helicase {

namespace {

constexpr std::array<std::string_view, 8> textNames{"sequence", "text", "seq", "sequence1",
                                                    "text1",    "seq1", "dna", "bases"};
constexpr std::array<std::string_view, 5> pairNames{"text_pair", "sequence2", "text2", "seq2",
                                                    "pair"};
constexpr std::array<std::string_view, 6> idNames{"id",     "name",   "window_name",
                                                  "record", "contig", "sequence_id"};

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

// The first cell with one of these names.
std::optional<size_t> named(const std::vector<std::string> &cells,
                            std::span<const std::string_view> names)
{
    for (size_t i = 0; i < cells.size(); ++i)
        if (std::ranges::find(names, lowerCase(cells[i])) != names.end())
            return i;
    return std::nullopt;
}

bool looksLikeHeader(const std::vector<std::string> &cells)
{
    constexpr size_t longestName = 64;
    return named(cells, textNames) && std::ranges::all_of(cells, [](const std::string &cell) {
               return cell.size() <= longestName && trim(cell).size() == cell.size();
           });
}

bool isSequence(const std::string &cell)
{
    return !cell.empty() && std::ranges::all_of(cell, isNucleotideCode);
}

std::optional<std::vector<std::string>> splitCells(std::string_view line, char separator)
{
    if (separator == ',')
        return splitCsvRow(line);
    const auto parts = split(line, separator);
    return std::vector<std::string>(parts.begin(), parts.end());
}

} // namespace

bool isTableRow(std::string_view line, char separator)
{
    if (line.find(separator) == std::string_view::npos)
        return false;
    const auto cells = splitCells(line, separator);
    return cells && cells->size() > 1 && (looksLikeHeader(*cells) || isSequence(cells->front()));
}

TextColumns TextColumns::ofFirstRow(const std::vector<std::string> &cells)
{
    TextColumns columns{.hasHeader = looksLikeHeader(cells), .count = cells.size()};
    if (columns.hasHeader) {
        columns.text = *named(cells, textNames);
        columns.pair = named(cells, pairNames);
        columns.id = named(cells, idNames);
    } else if (cells.size() > 1 && isSequence(cells[1])) {
        columns.pair = 1;
    }
    return columns;
}

std::vector<std::string> cellsOf(std::string_view line, char separator, const Place &place)
{
    auto cells = splitCells(line, separator);
    if (!cells)
        throw InputError("has a quotation mark that is not closed or in the middle of a cell",
                         place, "a quotation mark inside a quoted cell is written twice");
    return std::move(*cells);
}

} // namespace helicase
