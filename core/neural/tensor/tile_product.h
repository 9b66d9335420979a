// Products of small row-major matrices that lie in the cache, on oneDNN's block kernels inside
// LibTorch: they use AVX-512 and AMX where the processor has them. On the calling thread alone;
// deterministic; from any thread.
#pragma once

#include "core/neural/tensor/gemm.h"
#include "core/neural/tensor/half.h"

#include <cstdint>

namespace helicase {

struct HalfMatrixView {
    const Half *data = nullptr;
    int64_t stride = 0;
};

enum class TileSum { Replace, Add };

// result[rows, columns] = left * right, or += . A kernel is compiled for every new combination of
// sizes and strides: let there be few.
void tileProduct(MatrixView left, MatrixView right, int64_t rows, int64_t columns, int64_t inner,
                 TileSum sum, float *result, int64_t resultStride);

// bfloat16 factors, float32 result. right holds pairs of rows: element (r, c) lies at
// data[(r / 2 * stride + c) * 2 + r % 2]. inner must be even. Only where hasHalfTiles().
void tileProduct(HalfMatrixView left, HalfMatrixView right, int64_t rows, int64_t columns,
                 int64_t inner, TileSum sum, float *result, int64_t resultStride);

// The processor multiplies bfloat16 numbers itself.
bool hasHalfTiles();

// While it lives, the calling thread may hold the processor's matrix unit.
class TileProducts {
public:
    TileProducts() = default;
    ~TileProducts();
    TileProducts(const TileProducts &) = delete;
    TileProducts &operator=(const TileProducts &) = delete;
};

} // namespace helicase
