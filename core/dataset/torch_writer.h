// Writes tensors as PyTorch's torch.save does (a ZIP archive with a pickle), without LibTorch.
// Atomic. Source of the layout: pytorch/pytorch, torch/serialization.py and torch/_utils.py.
#pragma once

#include "core/dataset/safetensors.h"

#include <utility>
#include <variant>

namespace helicase {

// A value of a dictionary, as Python has it.
struct TorchItem {
    using Dictionary = std::vector<std::pair<std::string, TorchItem>>;
    std::variant<bool, int64_t, double, std::string, std::vector<double>, TensorToWrite, Dictionary>
        value;
};
using TorchDictionary = TorchItem::Dictionary;

// torch.load gives the tensor itself; its name is not used. Throws DiskError, and Error for a type
// that torch.save has no storage for.
void writeTorchTensor(const std::filesystem::path &file, const TensorToWrite &tensor);

// torch.load gives a dictionary of plain values, lists, tensors and dictionaries.
void writeTorchDictionary(const std::filesystem::path &file, const TorchDictionary &dictionary);

// torch.load gives an OrderedDict of them. Tensors that share their bytes share a storage there
// too.
void writeTorchTensors(const std::filesystem::path &file, std::span<const TensorToWrite> tensors);

} // namespace helicase
