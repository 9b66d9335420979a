// The optimal one-to-one assignment of rows to columns (shortest augmenting paths, the method of
// scipy.optimize.linear_sum_assignment; Crouse 2016).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace helicase {

enum class Optimum { Smallest, Largest };

// values: rows x columns, row-major, finite. Gives each row the column it is assigned to, or -1
// where there are more rows than columns. Time O(rows x rows x columns) or less.
std::vector<int64_t> optimalAssignment(std::span<const double> values, int64_t rows,
                                       int64_t columns, Optimum optimum);

} // namespace helicase
