#include "core/neural/model/heads.h"

#include "core/neural/model/encoder_layer.h"
#include "core/neural/model/module_group.h"
#include "core/neural/model/weight_init.h"

namespace helicase {

namespace {

torch::nn::Linear linearWithoutBias(int64_t inputs, int64_t outputs)
{
    return torch::nn::Linear(torch::nn::LinearOptions(inputs, outputs).bias(false));
}

} // namespace

ContrastiveHeadImpl::ContrastiveHeadImpl(int64_t width, int64_t features, RandomStream &random)
    : hidden_(register_module("0", linearWithoutBias(width, width))),
      output_(register_module("2", linearWithoutBias(width, features)))
{
    const at::Generator generator = makeGenerator(random);
    drawDefaultWeights(*this, generator);
}

torch::Tensor ContrastiveHeadImpl::forward(const torch::Tensor &pooled)
{
    namespace functional = torch::nn::functional;
    return functional::normalize(output_(torch::relu(hidden_(pooled))),
                                 functional::NormalizeFuncOptions().p(2).dim(1).eps(1e-12));
}

MaskedLanguageHeadImpl::MaskedLanguageHeadImpl(const EncoderConfig &config, RandomStream &random)
{
    auto predictions = register_module("predictions", std::make_shared<ModuleGroup>());
    auto transform = predictions->add("transform", std::make_shared<ModuleGroup>());
    dense_ = transform->add("dense", AdaptableLinear(config.width, config.width));
    norm_ = transform->add("LayerNorm", makeLayerNorm(config));
    auto decoder = predictions->add("decoder", std::make_shared<ModuleGroup>());
    bias_ = decoder->register_parameter("bias", torch::zeros({config.vocabularySize}));
    drawBertWeights(*this, config.initializerRange, makeGenerator(random));
}

torch::Tensor MaskedLanguageHeadImpl::forward(const torch::Tensor &hidden,
                                              const torch::Tensor &wordEmbeddings)
{
    return torch::linear(norm_(torch::gelu(dense_(hidden))), wordEmbeddings, bias_);
}

torch::Tensor maskedLanguageLoss(MaskedLanguageHead &head, const torch::Tensor &wordEmbeddings,
                                 const torch::Tensor &hidden, const torch::Tensor &labels)
{
    const torch::Tensor places = (labels > 0).nonzero().flatten();
    if (places.numel() == 0)
        return hidden.sum() * 0;
    const torch::Tensor logits = head(hidden.index_select(0, places), wordEmbeddings);
    return torch::cross_entropy_loss(logits, labels.index_select(0, places));
}

ClassificationHeadImpl::ClassificationHeadImpl(const EncoderConfig &config, int64_t labels,
                                               double dropout, RandomStream &random)
    : weight(register_parameter("weight", torch::empty({labels, config.width}))),
      bias(register_parameter("bias", torch::zeros({labels}))), dropout_(dropout)
{
    const torch::NoGradGuard noGradient;
    weight.normal_(0, config.initializerRange, makeGenerator(random));
    generator_ = makeGenerator(random);
}

torch::Tensor ClassificationHeadImpl::forward(const torch::Tensor &pooled)
{
    return torch::linear(dropOut(pooled, {dropout_, generator_}, is_training()), weight, bias);
}

torch::Tensor classificationLoss(const torch::Tensor &logits, const torch::Tensor &labels,
                                 const torch::Tensor &classWeights)
{
    if (logits.size(1) == 1)
        return torch::mse_loss(logits.squeeze(1), labels.to(logits.scalar_type()).flatten());
    if (!labels.is_floating_point())
        return torch::cross_entropy_loss(logits, labels, classWeights);
    return torch::binary_cross_entropy_with_logits(logits, labels);
}

} // namespace helicase
