// A module without parameters of its own that gives its children's keys a prefix.
#pragma once

#include <torch/torch.h>

namespace helicase {

class ModuleGroup final : public torch::nn::Module {
public:
    template <typename Holder>
    Holder add(const std::string &name, Holder module)
    {
        return register_module(name, std::move(module));
    }
};

} // namespace helicase
