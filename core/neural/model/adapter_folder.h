// LoRA adapters as folders, in the layout of peft: adapter_config.json beside adapter_model.bin or
// adapter_model.safetensors, keys "base_model.model." + those of the model. Source:
// huggingface/peft 0.3.0, src/peft/utils/save_and_load.py. Functions without state; thread-safe for
// different models.
#pragma once

#include "core/neural/model/lora.h"
#include "core/neural/model/model_content.h"
#include "core/neural/model/sequence_classifier.h"

#include <filesystem>
#include <string>
#include <torch/torch.h>

namespace helicase {

// adapter_config.json and adapter_model.bin: the adapters, the classifier, and the pooler too,
// since published checkpoints lack it (peft loads it under its own key). baseModel: path or name of
// the model that was adapted, for readers.
ModelContent adapterContent(const torch::nn::Module &module, const LoraSettings &settings,
                            const std::string &baseModel = {});
// Writes that. Throws DiskError.
void saveAdapter(const std::filesystem::path &folder, const torch::nn::Module &module,
                 const LoraSettings &settings, const std::string &baseModel = {});

// What an adapter folder holds. Tensors carry the model's keys ("bert. ... .lora_A.weight",
// "classifier.weight").
struct StoredAdapter {
    // Throws InputError for missing and malformed files, and for adapters of other kinds than
    // attachLora makes (with biases, with other scales, ...).
    explicit StoredAdapter(const std::filesystem::path &folder);

    LoraSettings settings;
    NamedTensors tensors;
    std::filesystem::path configFile;
    std::filesystem::path weightsFile;
};

// Attaches the adapter to the model and loads its weights, classifier and pooler included where
// they are stored. Throws InputError that names missing and unexpected tensors and shapes that
// differ.
void loadAdapter(torch::nn::Module &module, const StoredAdapter &adapter);

// The model of a folder with the adapter on it, in evaluation mode. The adapter's classifier takes
// the place of the folder's. Throws InputError like loadAdapter, and when neither of the two has a
// classifier or a pooler.
SequenceClassifier loadAdaptedClassifier(const ModelFolder &base, const StoredAdapter &adapter);

} // namespace helicase
