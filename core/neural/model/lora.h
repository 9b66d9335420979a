// Low-rank adapters (LoRA) on the linear layers of a model, as peft attaches and merges them.
// Source: huggingface/peft 0.3.0, src/peft/tuners/lora.py. The model keeps its keys; adapters add
// lora_A.weight and lora_B.weight below the adapted layers. One thread at a time per model.
#pragma once

#include "core/base/random_stream.h"

#include <string>
#include <torch/torch.h>
#include <vector>

namespace helicase {

struct LoraSettings {
    int64_t rank = 8;
    double alpha = 32; // the adapter's part is scaled by alpha / rank
    double dropout = 0.05;
    // A layer is adapted when its name is one of these or ends with "." and one of these. The
    // published defaults "query,value" name no layer of this encoder.
    std::vector<std::string> targets{"Wqkv", "dense", "gated_layers", "wo"};

    // Throws Error that names the first value that fits no adapter.
    void check() const;
};

// Adds an adapter to every layer that a target names: A drawn uniformly within 1 / sqrt(inputs)
// (Kaiming, a = sqrt 5), B zero, so that the model computes what it did. All other weights become
// frozen except those below "classifier". Returns the adapted layers in the model's order. Throws
// Error that lists the names there are when a target names no layer, and when a layer has an
// adapter.
std::vector<std::string> attachLora(torch::nn::Module &module, const LoraSettings &settings,
                                    RandomStream &random);

// The generator of the adapters' dropout; until it is set, one drawn from the stream of attachLora.
void setLoraDropoutGenerator(torch::nn::Module &module, const at::Generator &generator);

// The parameters that are not frozen, in the model's order and under its keys
// ("bert.encoder.layer.0.attention.self.Wqkv.lora_A.weight", ..., "classifier.bias").
torch::OrderedDict<std::string, torch::Tensor> trainableParameters(const torch::nn::Module &module);

// Throws Error when a layer carries an adapter: a model folder has no place for one.
void requireNoAdapters(const torch::nn::Module &module);

// Folds all adapters into the weights and removes them; no parameter is frozen any longer.
void mergeLora(torch::nn::Module &module);

} // namespace helicase
