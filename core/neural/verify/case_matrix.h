// Tensors of a case as the matrices that the product computes with, and back.
#pragma once

#include "core/base/matrix.h"
#include "core/neural/verify/case_tensors.h"

namespace helicase {

// In 32 bits. Throws InputError when there is no such tensor, Error when it is no matrix.
Matrix matrixOf(const CaseTensors &tensors, const std::string &name);
torch::Tensor tensorOf(const Matrix &matrix);

} // namespace helicase
