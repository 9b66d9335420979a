// Residual addition with dropout and the LayerNorm after it as one differentiable operation in one
// pass over memory each way, for pre-norm transformers. On the CPU in float32; a branch of another
// type is brought to float32 first. Deterministic for any number of threads.
#pragma once

#include "core/neural/tensor/activation.h"

#include <utility>

namespace helicase {

struct NormParameters {
    torch::Tensor weight; // [width]
    torch::Tensor bias;   // [width]; undefined: none
    double epsilon = 1e-5;
};

// residual and branch [rows, width] give {sum, norm}: sum = residual + dropout(branch), dropped
// only when `active`; norm = LayerNorm(sum).
std::pair<torch::Tensor, torch::Tensor> addAndNorm(const torch::Tensor &residual,
                                                   const torch::Tensor &branch,
                                                   const NormParameters &norm,
                                                   const DropoutSource &source, bool active);

} // namespace helicase
