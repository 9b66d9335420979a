#include "core/neural/cluster/unit_rows.h"

#include <algorithm>
#include <cmath>

namespace helicase {

Matrix unitRows(const Matrix &vectors)
{
    Matrix unit = vectors;
    for (int64_t i = 0; i < unit.rows(); ++i) {
        double squares = 0;
        for (const float value : unit.row(i))
            squares += static_cast<double>(value) * value;
        if (squares == 0)
            continue;
        const double length = std::sqrt(squares);
        for (float &value : unit.row(i))
            value = static_cast<float>(value / length);
    }
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
