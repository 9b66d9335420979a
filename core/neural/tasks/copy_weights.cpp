#include "core/neural/tasks/copy_weights.h"

namespace helicase {

void copyWeights(const torch::nn::Module &from, torch::nn::Module &to)
{
    const torch::NoGradGuard noGradients;
    const auto source = from.named_parameters();
    for (auto &item : to.named_parameters())
        item.value().copy_(source[item.key()]);
}

} // namespace helicase
