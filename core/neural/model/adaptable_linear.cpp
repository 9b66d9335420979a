#include "core/neural/model/adaptable_linear.h"

#include "core/base/error.h"

namespace helicase {

torch::Tensor AdaptableLinearImpl::forward(const torch::Tensor &input)
{
    const torch::Tensor output = torch::nn::LinearImpl::forward(input);
    if (!adapter_)
        return output;
    const torch::Tensor kept = dropOut(input, *adapter_->dropout, is_training());
    return torch::add(output, adapter_->up(adapter_->down(kept)), adapter_->scale);
}

void AdaptableLinearImpl::attach(LowRankAdapter adapter)
{
    if (adapter_)
        throw Error("the layer has an adapter already");
    register_module("lora_A", adapter.down);
    register_module("lora_B", adapter.up);
    adapter_ = std::move(adapter);
}

void AdaptableLinearImpl::merge()
{
    if (!adapter_)
        return;
    const torch::NoGradGuard noGradient;
    weight.add_(adapter_->up->weight.matmul(adapter_->down->weight), adapter_->scale);
    unregister_module("lora_A");
    unregister_module("lora_B");
    adapter_.reset();
}

} // namespace helicase
