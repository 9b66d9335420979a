// A linear layer for inference whose weights were brought into oneDNN's blocked order once.
// Products in float32 or bfloat16 with float32 sums. Immutable after construction; any number of
// threads may use one object.
#pragma once

#include <torch/torch.h>

namespace helicase {

class PackedLinear {
public:
    PackedLinear() = default;
    // weight [outputs, inputs], bias [outputs] or undefined; type: kFloat32 or kBFloat16.
    PackedLinear(const torch::Tensor &weight, const torch::Tensor &bias, torch::ScalarType type);

    // [rows, inputs], contiguous and of the type, to [rows, outputs] of the type.
    torch::Tensor operator()(const torch::Tensor &rows) const;

private:
    torch::Tensor weight_;
    torch::Tensor bias_;
    bool isBlocked_ = false;
};

} // namespace helicase
