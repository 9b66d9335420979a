#include "core/neural/cluster/unit_rows.h"

#include <algorithm>
#include <cmath>

namespace helicase {

std::vector<double> rowLengths(const Matrix &vectors)
{
    std::vector<double> lengths;
    for (int64_t i = 0; i < vectors.rows(); ++i) {
        double squares = 0;
        for (const float value : vectors.row(i))
            squares += static_cast<double>(value) * value;
        lengths.push_back(squares > 0 ? std::sqrt(squares) : 1);
    }
    return lengths;
}

Matrix unitRows(const Matrix &vectors)
{
    Matrix unit = vectors;
    const std::vector<double> lengths = rowLengths(vectors);
    for (int64_t i = 0; i < unit.rows(); ++i)
        for (float &value : unit.row(i))
            value = static_cast<float>(value / lengths[static_cast<size_t>(i)]);
    return unit;
}

Matrix selectRows(const Matrix &vectors, std::span<const int64_t> rows)
{
    Matrix selected(static_cast<int64_t>(rows.size()), vectors.columns());
    for (size_t i = 0; i < rows.size(); ++i)
        std::ranges::copy(vectors.row(rows[i]), selected.row(static_cast<int64_t>(i)).begin());
    return selected;
}

} // namespace helicase
