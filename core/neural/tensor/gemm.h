// Products of row-major float matrices with arbitrary row strides, on the BLAS inside LibTorch.
// Deterministic while a SingleThreadedProducts lives.
#pragma once

#include <cstdint>

namespace helicase {

// A row-major matrix: element (r, c) lies at data[r * stride + c].
struct MatrixView {
    const float *data = nullptr;
    int64_t stride = 0;
};

enum class Transpose { No, Yes };

// result[rows, columns] = scale * left * right + keep * result. left is [rows, inner], or [inner,
// rows] when transposed; right is [inner, columns], or [columns, inner] when transposed.
void multiply(MatrixView left, Transpose leftTranspose, MatrixView right, Transpose rightTranspose,
              int64_t rows, int64_t columns, int64_t inner, float scale, float keep, float *result,
              int64_t resultStride);

// While it lives, products of the calling thread run on that thread alone. Without it the BLAS
// would cut a product by the number of threads, and the bits of the result would depend on that
// number.
class SingleThreadedProducts {
public:
    SingleThreadedProducts();
    ~SingleThreadedProducts();
    SingleThreadedProducts(const SingleThreadedProducts &) = delete;
    SingleThreadedProducts &operator=(const SingleThreadedProducts &) = delete;

private:
    int before_;
};

} // namespace helicase
