// How often each true class met each predicted one: what all clustering scores are computed from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace helicase {

// Names as numbers from 0, in the order of their first appearance.
struct NumberedLabels {
    std::vector<int64_t> numbers;   // one per name given
    std::vector<std::string> names; // one per number
};
NumberedLabels numberLabels(std::span<const std::string> labels);

struct ContingencyTable {
    struct Cell {
        int64_t row;    // class
        int64_t column; // cluster
        int64_t count;  // above 0
    };
    std::vector<Cell> cells;         // those that are not zero; memory O(items)
    std::vector<int64_t> rowSums;    // items of each class; classes in rising order of their label
    std::vector<int64_t> columnSums; // items of each cluster, likewise
    int64_t items = 0;
};

// Labels may be any numbers. Both spans have the same length.
ContingencyTable contingencyTable(std::span<const int64_t> truth,
                                  std::span<const int64_t> predicted);

} // namespace helicase
