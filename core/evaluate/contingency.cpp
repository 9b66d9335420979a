#include "core/evaluate/contingency.h"

#include <algorithm>
#include <cassert>
#include <unordered_map>
#include <utility>

namespace helicase {

namespace {

// Ranks of the labels among the distinct ones.
std::vector<int64_t> ranksOf(std::span<const int64_t> labels, size_t &distinct)
{
    std::vector<int64_t> sorted(labels.begin(), labels.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    distinct = sorted.size();
    std::vector<int64_t> ranks;
    ranks.reserve(labels.size());
    for (const int64_t label : labels)
        ranks.push_back(std::lower_bound(sorted.begin(), sorted.end(), label) - sorted.begin());
    return ranks;
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
    std::vector<std::pair<int64_t, int64_t>> pairs;
    pairs.reserve(truth.size());
    for (size_t i = 0; i < truth.size(); ++i) {
        pairs.emplace_back(rowOf[i], columnOf[i]);
        ++table.rowSums[static_cast<size_t>(rowOf[i])];
        ++table.columnSums[static_cast<size_t>(columnOf[i])];
    }
    std::sort(pairs.begin(), pairs.end());
    for (const auto &[row, column] : pairs) {
        if (table.cells.empty() || table.cells.back().row != row ||
            table.cells.back().column != column)
            table.cells.push_back({row, column, 0});
        ++table.cells.back().count;
    }
    return table;
}

} // namespace helicase
