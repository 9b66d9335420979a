// Writes one tensor as PyTorch's torch.save does (a ZIP archive with a pickle), without LibTorch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace helicase {

// Row-major whole numbers; torch.load gives an int64 tensor of that shape. Atomic. Throws
// DiskError.
void writeTorchTensor(const std::filesystem::path &file, std::span<const int64_t> values,
                      const std::vector<int64_t> &shape);

} // namespace helicase
