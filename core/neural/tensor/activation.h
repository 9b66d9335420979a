// Dropout and the activations of feed-forward blocks as differentiable operations in one pass over
// memory each. On the CPU in float32; other tensors go through LibTorch's own operations with the
// same masks' meaning but other masks. Deterministic for any number of threads.
#pragma once

#include <torch/torch.h>

namespace helicase {

// Dropout of one encoder or head. The generator gives one number per operation, from which its mask
// follows; it is never LibTorch's global one.
struct DropoutSource {
    double probability = 0;
    at::Generator generator;
    // int64 [rows], CPU: the row whose mask each row of an input gets, so that a part of a batch
    // has the masks of the whole; undefined: its own. Where the kernels do not compute it has no
    // effect.
    torch::Tensor rows = {};
};

// Keeps each entry with probability 1 - p and scales it by 1 / (1 - p). Returns the input itself
// when `active` is false or p is 0. The last dimension counts as the row.
torch::Tensor dropOut(const torch::Tensor &input, const DropoutSource &source, bool active);

// GELU(x) = x * (1 + erf(x / sqrt 2)) / 2 of every entry.
torch::Tensor exactGelu(const torch::Tensor &input);

// GEGLU: projected [rows, 2 * width] to [rows, width], GELU(first half) * second half, with dropout
// on the product when `active`.
torch::Tensor gatedGelu(const torch::Tensor &projected, const DropoutSource &source, bool active);

} // namespace helicase
