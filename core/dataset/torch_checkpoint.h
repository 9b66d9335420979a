// Weights that PyTorch saved: a ZIP archive since version 1.6, a row of pickles before. Read
// without LibTorch and without running anything that the file brings along. Nested dictionaries
// become dotted names: {"state": {"model": {"a.weight": ...}}} holds "state.model.a.weight", and
// items of lists their numbers. Beside tensors there are plain values; anything else is left out,
// as are values whose names take more than 16 MiB. Source of the layouts: pytorch/pytorch,
// torch/serialization.py and torch/_utils.py.
#pragma once

#include "core/dataset/safetensors.h"

#include <variant>

namespace helicase {

// A number or text beside the tensors; numbers of NumPy are among them.
using TorchValue = std::variant<bool, int64_t, double, std::string>;

// An open file, mapped. Tensors that PyTorch made share memory share their bytes here; others that
// do not lie in rows, such as transposed ones, are laid out anew.
class TorchCheckpoint {
public:
    // Throws InputError for damaged files, compressed or encrypted archives, checksums that do not
    // fit, names that weights do not need, and tensors that reach beyond their storage or claim
    // more than the file holds.
    explicit TorchCheckpoint(const std::filesystem::path &file);
    ~TorchCheckpoint();
    TorchCheckpoint(TorchCheckpoint &&) noexcept;
    TorchCheckpoint &operator=(TorchCheckpoint &&) noexcept;

    const std::map<std::string, TensorView> &tensors() const;
    const std::map<std::string, TorchValue> &values() const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

// Whether the file begins as one that torch.save wrote.
bool looksLikeTorchCheckpoint(const std::filesystem::path &file);

} // namespace helicase
