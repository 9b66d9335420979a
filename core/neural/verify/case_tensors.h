// The tensors of one file of a case, looked up with errors that name file and tensor. Reading is
// thread-safe.
#pragma once

#include "core/base/error.h"
#include "core/neural/tensor/tensor_file.h"

namespace helicase {

class CaseTensors {
public:
    // Throws InputError.
    explicit CaseTensors(std::filesystem::path file)
        : file_(std::move(file)), tensors_(readTensors(file_))
    {
    }

    // Throws InputError when there is no such tensor.
    const torch::Tensor &at(const std::string &name) const
    {
        const auto found = tensors_.find(name);
        if (found == tensors_.end())
            throw InputError("tensor " + name + " is missing", {.file = file_});
        return found->second;
    }

    const NamedTensors &all() const { return tensors_; }
    // Those whose names begin with the prefix.
    NamedTensors below(const std::string &prefix) const
    {
        NamedTensors result;
        for (const auto &[name, tensor] : tensors_)
            if (name.starts_with(prefix))
                result.emplace(name, tensor);
        return result;
    }

private:
    std::filesystem::path file_;
    NamedTensors tensors_;
};

} // namespace helicase
