// The weights of a model folder, in either format that models are published in, in one file or in
// several with an index.
#pragma once

#include "core/dataset/torch_checkpoint.h"
#include "core/dataset/weight_index.h"

#include <optional>
#include <variant>

namespace helicase {

inline constexpr const char *modelFolderHint =
    "a model is a folder with config.json and model.safetensors or pytorch_model.bin; of a run "
    "name one of its checkpoints";

// model.safetensors or its index, or else pytorch_model.bin or its index. Throws InputError when
// none is there.
std::filesystem::path findWeights(const std::filesystem::path &folder);
bool hasWeights(const std::filesystem::path &folder);
// Where those weights lie: the file itself, or the files of an index, sorted. Throws InputError.
std::vector<std::filesystem::path> filesOfWeights(const std::filesystem::path &fileOrIndex);

// Deletes what findWeights could find instead of the file of this name, which has just been
// written.
void removeOtherWeights(const std::filesystem::path &folder, const std::string &kept);

class WeightsFile {
public:
    // A file, whose format is found by its content, or an index, whose files are all opened. Throws
    // InputError, for an index also when a file is missing, lacks a tensor that the index has there
    // or holds one that it has elsewhere or not at all.
    explicit WeightsFile(const std::filesystem::path &file);

    const std::map<std::string, TensorView> &tensors() const { return tensors_; }
    // Those of filesOfWeights.
    const std::vector<std::filesystem::path> &files() const { return files_; }
    int64_t bytes() const;

private:
    using Part = std::variant<SafetensorsFile, TorchCheckpoint>;

    static Part opened(const std::filesystem::path &file);
    void addShards(const WeightIndex &index);

    std::vector<std::filesystem::path> files_;
    std::vector<Part> parts_; // own the tensors' bytes
    std::map<std::string, TensorView> tensors_;
};

// SHA-256 of the file; of an index that of its files' digests in hex, one after another. Throws
// InputError.
std::string digestOfWeights(const std::filesystem::path &fileOrIndex);

} // namespace helicase
