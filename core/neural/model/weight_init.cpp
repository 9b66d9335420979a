#include "core/neural/model/weight_init.h"

#include <ATen/CPUGeneratorImpl.h>
#include <cmath>

namespace helicase {

namespace {

// Layers below a module, or the module itself when it is a layer. A module that is being
// constructed is held by no shared_ptr yet, so it must not list itself.
std::vector<std::shared_ptr<torch::nn::Module>> layersOf(torch::nn::Module &module)
{
    const bool isLayer = module.children().empty();
    return module.modules(/*include_self=*/isLayer);
}

} // namespace

at::Generator makeGenerator(RandomStream &random)
{
    return at::make_generator<at::CPUGeneratorImpl>(random.next());
}

void drawBertWeights(torch::nn::Module &module, double range, const at::Generator &generator)
{
    const torch::NoGradGuard noGradient;
    for (const auto &part : layersOf(module)) {
        if (auto *linear = part->as<torch::nn::Linear>()) {
            linear->weight.normal_(0, range, generator);
            if (linear->bias.defined())
                linear->bias.zero_();
        } else if (auto *embedding = part->as<torch::nn::Embedding>()) {
            embedding->weight.normal_(0, range, generator);
        } else if (auto *norm = part->as<torch::nn::LayerNorm>()) {
            norm->weight.fill_(1);
            norm->bias.zero_();
        }
    }
}

void drawDefaultWeights(torch::nn::Module &module, const at::Generator &generator)
{
    const torch::NoGradGuard noGradient;
    const auto drawUniform = [&](torch::Tensor &weight, torch::Tensor &bias) {
        const double bound = 1 / std::sqrt(static_cast<double>(weight[0].numel()));
        weight.uniform_(-bound, bound, generator);
        if (bias.defined())
            bias.uniform_(-bound, bound, generator);
    };
    for (const auto &part : layersOf(module)) {
        if (auto *linear = part->as<torch::nn::Linear>()) {
            drawUniform(linear->weight, linear->bias);
        } else if (auto *convolution = part->as<torch::nn::Conv1d>()) {
            drawUniform(convolution->weight, convolution->bias);
        } else if (auto *embedding = part->as<torch::nn::Embedding>()) {
            embedding->weight.normal_(0, 1, generator);
        } else if (auto *norm = part->as<torch::nn::LayerNorm>()) {
            norm->weight.fill_(1);
            norm->bias.zero_();
        }
    }
}

} // namespace helicase
