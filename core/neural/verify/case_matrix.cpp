#include "core/neural/verify/case_matrix.h"

#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>

namespace helicase {

Matrix matrixOf(const CaseTensors &tensors, const std::string &name)
{
    const torch::Tensor rows = tensors.at(name).to(torch::kFloat32).contiguous();
    if (rows.dim() != 2)
        throw Error("tensor " + name + " is no matrix");
    Matrix matrix(rows.size(0), rows.size(1));
    std::copy_n(rows.const_data_ptr<float>(), rows.numel(), matrix.data());
    return matrix;
}

torch::Tensor tensorOf(const Matrix &matrix)
{
    return viewOf(matrix).clone();
}

} // namespace helicase
