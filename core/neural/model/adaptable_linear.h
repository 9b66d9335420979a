// A linear layer that can carry a low-rank adapter (LoRA): y = Wx + b + scale * B(A(dropout(x))).
// Without one it is LibTorch's Linear: the same keys, the same cost. Source: huggingface/peft
// 0.3.0, src/peft/tuners/lora.py. One thread at a time.
#pragma once

#include "core/neural/tensor/activation.h"

#include <torch/torch.h>

namespace helicase {

// What is added to a layer. With the adapter the layer has the children lora_A and lora_B.
struct LowRankAdapter {
    torch::nn::Linear down = nullptr; // lora_A: [rank, inputs], no bias
    torch::nn::Linear up = nullptr;   // lora_B: [outputs, rank], no bias
    double scale = 1;
    std::shared_ptr<DropoutSource> dropout; // on the adapter's input, in training mode
};

class AdaptableLinearImpl final : public torch::nn::LinearImpl {
public:
    using torch::nn::LinearImpl::LinearImpl;

    torch::Tensor forward(const torch::Tensor &input);

    // Throws Error when the layer has an adapter already.
    void attach(LowRankAdapter adapter);
    const std::optional<LowRankAdapter> &adapter() const { return adapter_; }
    // Adds scale * B * A to the weight and drops the adapter, if there is one.
    void merge();

private:
    std::optional<LowRankAdapter> adapter_;
};
TORCH_MODULE(AdaptableLinear);

} // namespace helicase
