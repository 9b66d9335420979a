#include "core/neural/train/staging_buffers.h"

namespace helicase {

ModelContent StagingBuffers::copy(const ModelContent &content)
{
    const torch::NoGradGuard noGradients;
    ModelContent staged{.documents = content.documents, .others = content.others};
    for (const auto &[file, tensors] : content.weights) {
        NamedTensors copies;
        for (const auto &[name, tensor] : tensors) {
            torch::Tensor buffer = bufferFor(file + "/" + name, tensor);
            buffer.copy_(tensor);
            copies.emplace(name, std::move(buffer));
        }
        staged.weights.push_back({file, std::move(copies)});
    }
    return staged;
}

torch::Tensor StagingBuffers::bufferFor(const std::string &name, const torch::Tensor &tensor)
{
    torch::Tensor &buffer = buffers_[name];
    if (!buffer.defined() || buffer.sizes() != tensor.sizes() ||
        buffer.scalar_type() != tensor.scalar_type())
        buffer =
            torch::empty(tensor.sizes(), tensor.options().device(torch::kCPU).requires_grad(false));
    return buffer;
}

} // namespace helicase
