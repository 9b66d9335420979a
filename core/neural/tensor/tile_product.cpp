#include "core/neural/tensor/tile_product.h"

#include <ATen/native/CPUBlas.h>
#include <c10/util/BFloat16.h>

namespace helicase {

namespace {

const at::BFloat16 *numbers(const Half *bits)
{
    static_assert(sizeof(at::BFloat16) == sizeof(Half));
    return reinterpret_cast<const at::BFloat16 *>(bits);
}

} // namespace

void tileProduct(MatrixView left, MatrixView right, int64_t rows, int64_t columns, int64_t inner,
                 TileSum sum, float *result, int64_t resultStride)
{
    at::native::cpublas::brgemm(rows, columns, inner, left.stride, right.stride, resultStride,
                                sum == TileSum::Add, left.data, right.data, result, false);
}

void tileProduct(HalfMatrixView left, HalfMatrixView right, int64_t rows, int64_t columns,
                 int64_t inner, TileSum sum, float *result, int64_t resultStride)
{
    at::native::cpublas::brgemm(rows, columns, inner, left.stride, right.stride, resultStride,
                                sum == TileSum::Add, numbers(left.data), numbers(right.data),
                                result, true);
}

bool hasHalfTiles()
{
#if defined(__x86_64__) && defined(__GNUC__)
    static const bool has = __builtin_cpu_supports("avx512bf16");
    return has;
#else
    return false;
#endif
}

TileProducts::~TileProducts()
{
    at::native::cpublas::brgemm_release(hasHalfTiles());
}

} // namespace helicase
