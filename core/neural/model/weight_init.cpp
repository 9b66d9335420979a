#include "core/neural/model/weight_init.h"

#include <ATen/CPUGeneratorImpl.h>

namespace helicase {

at::Generator makeGenerator(RandomStream &random)
{
    return at::make_generator<at::CPUGeneratorImpl>(random.next());
}

void drawBertWeights(torch::nn::Module &module, double range, const at::Generator &generator)
{
    const torch::NoGradGuard noGradient;
    for (const auto &part : module.modules()) {
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

} // namespace helicase
