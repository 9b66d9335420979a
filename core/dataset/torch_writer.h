// Writes tensors as PyTorch's torch.save does (a ZIP archive with a pickle), without LibTorch.
// Atomic. Source of the layout: pytorch/pytorch, torch/serialization.py and torch/_utils.py.
#pragma once

#include "core/dataset/safetensors.h"

namespace helicase {

// torch.load gives the tensor itself; its name is not used. Throws DiskError, and Error for a type
// that torch.save has no storage for.
void writeTorchTensor(const std::filesystem::path &file, const TensorToWrite &tensor);

// torch.load gives an OrderedDict of them. Tensors that share their bytes share a storage there
// too.
void writeTorchTensors(const std::filesystem::path &file, std::span<const TensorToWrite> tensors);

} // namespace helicase
