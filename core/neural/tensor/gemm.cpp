#include "core/neural/tensor/gemm.h"

// The Fortran interface of the BLAS that libtorch_cpu exports.
extern "C" void sgemm_(const char *transposeA, const char *transposeB, const int *m, const int *n,
                       const int *k, const float *alpha, const float *a, const int *strideA,
                       const float *b, const int *strideB, const float *beta, float *c,
                       const int *strideC);

// Number of threads of the calling thread's products, 0 for the process's setting; returns the one
// before.
extern "C" int MKL_Set_Num_Threads_Local(int count);

namespace helicase {

SingleThreadedProducts::SingleThreadedProducts() : before_(MKL_Set_Num_Threads_Local(1)) {}

SingleThreadedProducts::~SingleThreadedProducts()
{
    MKL_Set_Num_Threads_Local(before_);
}

// BLAS is column-major: a row-major product is the product of the swapped operands there.
void multiply(MatrixView left, Transpose leftTranspose, MatrixView right, Transpose rightTranspose,
              int64_t rows, int64_t columns, int64_t inner, float scale, float keep, float *result,
              int64_t resultStride)
{
    const char first = rightTranspose == Transpose::Yes ? 'T' : 'N';
    const char second = leftTranspose == Transpose::Yes ? 'T' : 'N';
    const int m = static_cast<int>(columns);
    const int n = static_cast<int>(rows);
    const int k = static_cast<int>(inner);
    const int firstStride = static_cast<int>(right.stride);
    const int secondStride = static_cast<int>(left.stride);
    const int thirdStride = static_cast<int>(resultStride);
    sgemm_(&first, &second, &m, &n, &k, &scale, right.data, &firstStride, left.data, &secondStride,
           &keep, result, &thirdStride);
}

} // namespace helicase
