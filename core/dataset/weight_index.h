// The index of weights that lie in several files ("shards"), as Hugging Face writes it beside them:
// model.safetensors.index.json or pytorch_model.bin.index.json with {"weight_map": {tensor: file}}.
// Plain values; thread-safe. Source: huggingface/transformers, modeling_utils.py
// (load_sharded_checkpoint).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace helicase {

struct WeightIndex {
    std::filesystem::path file;
    std::map<std::string, std::string> shardOf; // by tensor; the shard's name without a folder

    // Throws InputError for what is no such index, names no tensor, or names a file that does not
    // lie beside it.
    static WeightIndex read(const std::filesystem::path &file);

    // The files, each once, sorted.
    std::vector<std::filesystem::path> shards() const;
};

bool isWeightIndex(const std::filesystem::path &file);

} // namespace helicase
