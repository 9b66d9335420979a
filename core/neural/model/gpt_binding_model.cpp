#include "core/neural/model/gpt_binding_model.h"

namespace helicase {

GptBindingModelImpl::GptBindingModelImpl(Gpt shared, RandomStream &random, int64_t channels)
    : gpt(std::move(shared))
{
    // The GPT's parts become direct children so that its keys carry no further prefix.
    for (const auto &part : gpt->named_children())
        register_module(part.key(), part.value());
    head = register_module("regressor", BindingHead(gpt->config().width, random, 0.2, channels));
}

torch::Tensor GptBindingModelImpl::forward(const PackedBatch &batch)
{
    const torch::Tensor last = gpt->forward(batch).last;
    return head(last.view({batch.sequences(), -1, last.size(1)}));
}

void GptBindingModelImpl::train(bool on)
{
    Module::train(on);
    gpt->train(on);
}

} // namespace helicase
