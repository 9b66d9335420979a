// From one module to another of the same shape, in place: optimizers and heads that refer to the
// target's tensors see the new values.
#pragma once

#include <torch/torch.h>

namespace helicase {

// Throws c10::Error when a parameter is missing or has another shape.
void copyWeights(const torch::nn::Module &from, torch::nn::Module &to);

} // namespace helicase
