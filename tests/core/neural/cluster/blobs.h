// Gaussian clouds around far-apart centres: data whose clusters are known.
#pragma once

#include "core/base/matrix.h"
#include "core/base/random_stream.h"

namespace helicase::test {

// Row i belongs to cloud i % clouds; cloud c lies at 10 along axis c.
inline Matrix blobs(int64_t rows, int64_t columns, int64_t clouds, double spread = 0.5)
{
    RandomStream random(7, "blobs");
    Matrix matrix(rows, columns);
    for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < columns; ++j)
            matrix(i, j) =
                static_cast<float>((j == i % clouds ? 10 : 0) + spread * random.normal());
    return matrix;
}

} // namespace helicase::test
