// The weights of a model folder, in either format that models are published in.
#pragma once

#include "core/dataset/torch_checkpoint.h"

#include <variant>

namespace helicase {

inline constexpr const char *modelFolderHint =
    "a model is a folder with config.json and model.safetensors or pytorch_model.bin; of a run "
    "name one of its checkpoints";

// model.safetensors, or else pytorch_model.bin. Throws InputError when neither is there.
std::filesystem::path findWeights(const std::filesystem::path &folder);

// The format is found by the content. Throws InputError.
class WeightsFile {
public:
    explicit WeightsFile(const std::filesystem::path &file);

    const std::map<std::string, TensorView> &tensors() const;

private:
    std::variant<SafetensorsFile, TorchCheckpoint> file_;
};

} // namespace helicase
