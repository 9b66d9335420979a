#include "core/neural/train/staging_buffers.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>

namespace helicase {

namespace {

constexpr int64_t bytesPerPart = int64_t{4} << 20;

// memcpy writes past the caches where that is faster, which copy_ does not.
void copyBytes(const torch::Tensor &from, const torch::Tensor &into)
{
    const auto *source = static_cast<const std::byte *>(from.const_data_ptr());
    auto *target = static_cast<std::byte *>(into.mutable_data_ptr());
    const auto bytes = static_cast<int64_t>(from.nbytes());
    at::parallel_for(
        0, (bytes + bytesPerPart - 1) / bytesPerPart, 1, [&](int64_t first, int64_t last) {
            const int64_t begin = first * bytesPerPart, end = std::min(bytes, last * bytesPerPart);
            std::memcpy(target + begin, source + begin, static_cast<size_t>(end - begin));
        });
}

} // namespace

void StagingBuffers::prepare(const ModelContent &content)
{
    for (const auto &[file, tensors] : content.weights)
        for (const auto &[name, tensor] : tensors)
            bufferFor(file + "/" + name, tensor).zero_();
}

ModelContent StagingBuffers::copy(const ModelContent &content)
{
    const torch::NoGradGuard noGradients;
    ModelContent staged{.documents = content.documents, .others = content.others};
    for (const auto &[file, tensors] : content.weights) {
        NamedTensors copies;
        for (const auto &[name, tensor] : tensors) {
            torch::Tensor buffer = bufferFor(file + "/" + name, tensor);
            if (tensor.is_cpu() && tensor.is_contiguous())
                copyBytes(tensor, buffer);
            else
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
