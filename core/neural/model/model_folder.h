// Models as folders in Hugging Face layout: config.json beside the weights, which are one file or
// several with an index. Keys may carry any prefix before the encoder's ("bert." in DNABERT-2, none
// in DNABERT-S); which one is found from the file. The contrastive head of DNABERT-S may stand in
// con_weights.ckpt beside it. Reading is thread-safe.
#pragma once

#include "core/neural/model/encoder.h"
#include "core/neural/tensor/tensor_file.h"

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace helicase {

class ModelFolder {
public:
    // Throws InputError for a folder without one of the files, or with malformed ones.
    explicit ModelFolder(const std::filesystem::path &folder);

    const std::filesystem::path &path() const { return folder_; }
    const nlohmann::json &config() const { return config_; }
    const EncoderConfig &encoderConfig() const { return encoderConfig_; }

    // The encoder in float32, in evaluation mode. A missing pooler is drawn afresh (DNABERT-2 has
    // none) from the stream, if one is given; any other missing or unexpected key of the encoder
    // and every shape that differs from config.json is an InputError that names it.
    Encoder loadEncoder() const;
    Encoder loadEncoder(RandomStream &random) const;
    // The weights of a head whose keys begin with prefix ("contrast_head.", "cls.", "classifier.").
    // Throws InputError like loadEncoder, and for a stored decoder that is not the word embeddings
    // which it is tied to.
    void loadPart(torch::nn::Module &module, const std::string &prefix) const;
    // Whether any key of a head begins with the prefix.
    bool hasPart(const std::string &prefix) const;
    bool hasPooler() const;
    // A tensor beside the encoder ("classifier.weight") as it is stored. Throws InputError when it
    // is missing.
    const torch::Tensor &tensorOf(const std::string &key) const;
    // What the keys of the encoder begin with: "bert." or "", ...
    const std::string &encoderPrefix() const { return encoderPrefix_; }
    const std::filesystem::path &weightsFile() const { return weightsFile_; }

private:
    std::filesystem::path folder_;
    std::filesystem::path weightsFile_;
    nlohmann::json config_;
    EncoderConfig encoderConfig_;
    NamedTensors tensors_;
    std::string encoderPrefix_;
    std::string headPrefix_; // what stands before "cls.", "classifier.", ...
};

// A module and the prefix of its keys in the file.
struct ModelPart {
    std::string prefix;
    const torch::nn::Module *module = nullptr;
};

// The parameters of the parts under their keys.
NamedTensors tensorsOf(std::span<const ModelPart> parts);

enum class WeightsFormat { Safetensors, Pytorch };

// "safetensors" or "pytorch". Throws OptionError.
WeightsFormat weightsFormatFrom(const std::string &name);

// Writes config.json and model.safetensors or pytorch_model.bin (float32) into the folder, which is
// made when missing; other files in it are left alone. Throws DiskError.
void saveModel(const std::filesystem::path &folder, const nlohmann::json &config,
               NamedTensors tensors, WeightsFormat format = WeightsFormat::Safetensors);
void saveModel(const std::filesystem::path &folder, const nlohmann::json &config,
               std::span<const ModelPart> parts, WeightsFormat format = WeightsFormat::Safetensors);

// Loads weights by key. Throws InputError that lists missing and unexpected keys (those below
// `prefix`) and shapes that differ; `file` is named in it. Keys for which `optional` is true may be
// missing.
void loadState(torch::nn::Module &module, const NamedTensors &tensors, const std::string &prefix,
               const std::filesystem::path &file,
               const std::function<bool(const std::string &)> &optional = {});

} // namespace helicase
