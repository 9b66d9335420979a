// One layer of the encoder: attention block and GEGLU feed-forward block, each followed by the
// residual addition and a LayerNorm (post-LN). The nesting of the modules gives the published keys.
#pragma once

#include "core/neural/model/adaptable_linear.h"
#include "core/neural/model/encoder_config.h"
#include "core/neural/tensor/activation.h"
#include "core/neural/tensor/packed_batch.h"

#include <torch/torch.h>

namespace helicase {

torch::nn::LayerNorm makeLayerNorm(const EncoderConfig &config);

class EncoderLayerImpl final : public torch::nn::Module {
public:
    EncoderLayerImpl(const EncoderConfig &config, std::shared_ptr<DropoutSource> dropout);
    // afterAttention: gets what the attention block gives, if asked for.
    torch::Tensor forward(const torch::Tensor &hidden, const PackedBatch &batch,
                          torch::Tensor *afterAttention = nullptr);

private:
    torch::Tensor attentionBlock(const torch::Tensor &hidden, const PackedBatch &batch);
    torch::Tensor feedForwardBlock(const torch::Tensor &hidden);

    std::vector<float> slopes_;
    std::shared_ptr<DropoutSource> dropout_;
    AdaptableLinear queryKeyValue_ = nullptr;
    AdaptableLinear attentionDense_ = nullptr;
    torch::nn::LayerNorm attentionNorm_ = nullptr;
    AdaptableLinear gatedLayers_ = nullptr;
    AdaptableLinear feedForwardOutput_ = nullptr;
    torch::nn::LayerNorm feedForwardNorm_ = nullptr;
};
TORCH_MODULE(EncoderLayer);

} // namespace helicase
