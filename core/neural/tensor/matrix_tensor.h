// A Matrix seen as a LibTorch tensor. Internal to core/neural/embed: public headers include no
// LibTorch.
#pragma once

#include "core/base/matrix.h"

#include <torch/torch.h>

namespace helicase {

// Shares memory; the matrix must outlive the tensor. A view of a const matrix is only read.
inline torch::Tensor viewOf(const Matrix &matrix)
{
    return torch::from_blob(const_cast<float *>(matrix.data()), {matrix.rows(), matrix.columns()},
                            torch::kFloat32);
}

// Rows [begin, end) of a matrix, sharing memory.
inline torch::Tensor viewOfRows(const Matrix &matrix, int64_t begin, int64_t end)
{
    return viewOf(matrix).narrow(0, begin, end - begin);
}

} // namespace helicase
