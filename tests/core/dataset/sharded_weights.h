// Weights in several files with an index, as Hugging Face writes large models.
#pragma once

#include "core/base/json_file.h"
#include "core/dataset/torch_writer.h"
#include "core/dataset/weights_file.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace helicase::test {

// Replaces the one file of weights in a folder by so many shards of the same format and their
// index. Returns the index.
inline std::filesystem::path splitIntoShards(const std::filesystem::path &folder, size_t count)
{
    const std::filesystem::path file = findWeights(folder);
    const bool isPytorch = file.extension() == ".bin";
    const WeightsFile weights(file);
    std::vector<std::vector<TensorToWrite>> shards(count);
    nlohmann::json map = nlohmann::json::object();
    const auto nameOf = [&](size_t shard) {
        return file.stem().string() + "-0000" + std::to_string(shard + 1) + "-of-0000" +
               std::to_string(count) + file.extension().string();
    };
    size_t next = 0;
    for (const auto &[name, view] : weights.tensors()) {
        const size_t shard = next++ * count / weights.tensors().size();
        shards[shard].push_back({name, view.type, view.shape, view.bytes});
        map[name] = nameOf(shard);
    }
    for (size_t shard = 0; shard < count; ++shard)
        if (isPytorch)
            writeTorchTensors(folder / nameOf(shard), shards[shard]);
        else
            writeSafetensors(folder / nameOf(shard), shards[shard]);
    const std::filesystem::path index = file.string() + ".index.json";
    writeJsonFile(index, {{"metadata", {{"total_size", weights.bytes()}}}, {"weight_map", map}});
    std::filesystem::remove(file);
    return index;
}

} // namespace helicase::test
