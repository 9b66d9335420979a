#include "core/evaluate/contingency.h"

#include <algorithm>
#include <cassert>
#include <unordered_map>
#include <utility>

namespace helicase {

namespace {

// Numbers that lie this close together are counted instead of sorted.
bool areDense(int64_t lowest, int64_t highest, size_t items)
{
    return static_cast<uint64_t>(highest) - static_cast<uint64_t>(lowest) < 4 * items + 64;
}

// Ranks of the labels among the distinct ones.
std::vector<int64_t> ranksOf(std::span<const int64_t> labels, size_t &distinct)
{
    distinct = 0;
    if (labels.empty())
        return {};
    const auto [lowest, highest] = std::ranges::minmax(labels);
    std::vector<int64_t> ranks;
    ranks.reserve(labels.size());
    if (areDense(lowest, highest, labels.size())) {
        std::vector<int64_t> rankOf(static_cast<size_t>(highest - lowest) + 1, -1);
        for (const int64_t label : labels)
            rankOf[static_cast<size_t>(label - lowest)] = 0;
        for (int64_t &rank : rankOf)
            if (rank == 0)
                rank = static_cast<int64_t>(distinct++);
        for (const int64_t label : labels)
            ranks.push_back(rankOf[static_cast<size_t>(label - lowest)]);
        return ranks;
    }
    std::vector<int64_t> sorted(labels.begin(), labels.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    distinct = sorted.size();
    for (const int64_t label : labels)
        ranks.push_back(std::lower_bound(sorted.begin(), sorted.end(), label) - sorted.begin());
    return ranks;
}

using Cells = std::vector<ContingencyTable::Cell>;

// Rising by row, then column.
Cells countDense(std::span<const int64_t> rowOf, std::span<const int64_t> columnOf, size_t rows,
                 size_t columns)
{
    std::vector<int64_t> counts(rows * columns);
    for (size_t i = 0; i < rowOf.size(); ++i)
        ++counts[static_cast<size_t>(rowOf[i]) * columns + static_cast<size_t>(columnOf[i])];
    Cells cells;
    for (size_t row = 0; row < rows; ++row)
        for (size_t column = 0; column < columns; ++column)
            if (const int64_t count = counts[row * columns + column]; count > 0)
                cells.push_back({static_cast<int64_t>(row), static_cast<int64_t>(column), count});
    return cells;
}

Cells countSorted(std::span<const int64_t> rowOf, std::span<const int64_t> columnOf)
{
    std::vector<std::pair<int64_t, int64_t>> pairs;
    pairs.reserve(rowOf.size());
    for (size_t i = 0; i < rowOf.size(); ++i)
        pairs.emplace_back(rowOf[i], columnOf[i]);
    std::sort(pairs.begin(), pairs.end());
    Cells cells;
    for (const auto &[row, column] : pairs) {
        if (cells.empty() || cells.back().row != row || cells.back().column != column)
            cells.push_back({row, column, 0});
        ++cells.back().count;
    }
    return cells;
}

} // namespace

NumberedLabels numberLabels(std::span<const std::string> labels)
{
    NumberedLabels result;
    std::unordered_map<std::string, int64_t> known;
    for (const std::string &label : labels) {
        const auto [entry, isNew] = known.emplace(label, static_cast<int64_t>(known.size()));
        if (isNew)
            result.names.push_back(label);
        result.numbers.push_back(entry->second);
    }
    return result;
}

ContingencyTable contingencyTable(std::span<const int64_t> truth,
                                  std::span<const int64_t> predicted)
{
    assert(truth.size() == predicted.size());
    size_t rows = 0;
    size_t columns = 0;
    const std::vector<int64_t> rowOf = ranksOf(truth, rows);
    const std::vector<int64_t> columnOf = ranksOf(predicted, columns);

    ContingencyTable table;
    table.rowSums.resize(rows);
    table.columnSums.resize(columns);
    table.items = static_cast<int64_t>(truth.size());
    for (size_t i = 0; i < truth.size(); ++i) {
        ++table.rowSums[static_cast<size_t>(rowOf[i])];
        ++table.columnSums[static_cast<size_t>(columnOf[i])];
    }
    const bool isDense = columns == 0 || rows <= (4 * truth.size() + 64) / columns;
    table.cells =
        isDense ? countDense(rowOf, columnOf, rows, columns) : countSorted(rowOf, columnOf);
    return table;
}

} // namespace helicase
