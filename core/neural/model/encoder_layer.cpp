#include "core/neural/model/encoder_layer.h"

#include "core/neural/model/module_group.h"
#include "core/neural/tensor/attention.h"

namespace helicase {

namespace {

AdaptableLinear makeLinear(int64_t inputs, int64_t outputs, bool bias)
{
    return AdaptableLinear(torch::nn::LinearOptions(inputs, outputs).bias(bias));
}

} // namespace

torch::nn::LayerNorm makeLayerNorm(const EncoderConfig &config)
{
    return torch::nn::LayerNorm(
        torch::nn::LayerNormOptions({config.width}).eps(config.layerNormEpsilon));
}

EncoderLayerImpl::EncoderLayerImpl(const EncoderConfig &config,
                                   std::shared_ptr<DropoutSource> dropout)
    : slopes_(alibiSlopes(config.heads)), dropout_(std::move(dropout))
{
    const auto attention = register_module("attention", std::make_shared<ModuleGroup>());
    const auto self = attention->add("self", std::make_shared<ModuleGroup>());
    const auto output = attention->add("output", std::make_shared<ModuleGroup>());
    const auto feedForward = register_module("mlp", std::make_shared<ModuleGroup>());
    queryKeyValue_ = self->add("Wqkv", makeLinear(config.width, 3 * config.width, true));
    attentionDense_ = output->add("dense", makeLinear(config.width, config.width, true));
    attentionNorm_ = output->add("LayerNorm", makeLayerNorm(config));
    gatedLayers_ = feedForward->add("gated_layers",
                                    makeLinear(config.width, 2 * config.feedForwardWidth, false));
    feedForwardOutput_ =
        feedForward->add("wo", makeLinear(config.feedForwardWidth, config.width, true));
    feedForwardNorm_ = feedForward->add("layernorm", makeLayerNorm(config));
}

torch::Tensor EncoderLayerImpl::attentionBlock(const torch::Tensor &hidden,
                                               const PackedBatch &batch)
{
    const torch::Tensor context = attend(queryKeyValue_(hidden), batch, slopes_);
    return attentionNorm_(dropOut(attentionDense_(context), *dropout_, is_training()) + hidden);
}

torch::Tensor EncoderLayerImpl::feedForwardBlock(const torch::Tensor &hidden)
{
    const torch::Tensor gated = gatedGelu(gatedLayers_(hidden), *dropout_, is_training());
    return feedForwardNorm_(feedForwardOutput_(gated) + hidden);
}

torch::Tensor EncoderLayerImpl::forward(const torch::Tensor &hidden, const PackedBatch &batch,
                                        torch::Tensor *afterAttention)
{
    const torch::Tensor attended = attentionBlock(hidden, batch);
    if (afterAttention)
        *afterAttention = attended;
    return feedForwardBlock(attended);
}

} // namespace helicase
