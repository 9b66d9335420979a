// What `helicase model init`, `model forward` and `model merge-lora` do: files in, files out. No
// LibTorch type. Functions without state; thread-safe.
#pragma once

#include "core/run/option_values.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace helicase {

struct ForwardRequest {
    std::filesystem::path model; // a model folder
    std::filesystem::path inputs;
    std::string task;                // "encoder", "mlm", "classify" or "gpt"
    std::filesystem::path output;    // safetensors
    std::filesystem::path gradients; // safetensors; empty: none are computed
};

// Nothing is written before all is computed. Throws like forwardPass, and DiskError.
void forwardFiles(const ForwardRequest &request);

// Fresh weights, drawn from the seed, and the tokenizer's files. recipe: modelRecipeOptions, read
// from recipeFile. Throws InputError for sizes that fit no model, OptionError for labels that are
// none, Error for more parameters than memory holds, DiskError.
void makeFreshModel(const OptionValues &recipe, const std::filesystem::path &recipeFile,
                    uint64_t seed, const std::filesystem::path &output);

// The model folder with the adapter in its weights, beside copies of the model's other files.
// format: "safetensors" or "pytorch". Throws like loadAdaptedClassifier, and DiskError.
void mergeAdapter(const std::filesystem::path &model, const std::filesystem::path &adapter,
                  const std::filesystem::path &output, const std::string &format);

} // namespace helicase
