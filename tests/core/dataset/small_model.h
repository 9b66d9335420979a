// A model folder of the published layout with small round numbers, for tests that read one.
#pragma once

#include "core/base/json_file.h"
#include "core/dataset/safetensors.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <numeric>

namespace helicase::test {

struct SmallModel {
    int64_t layers = 2;
    int64_t width = 8;
    int64_t inner = 16;
    int64_t vocabulary = 12;
    std::string architecture = "BertModel";
    std::string prefix = {}; // "bert."
    bool hasPooler = true;
    int64_t labels = 0;                                    // of a classifier; 0: none
    std::map<std::string, std::vector<int64_t>> more = {}; // other tensors
    // Element i of a tensor.
    std::function<float(const std::string &name, int64_t i)> value =
        [](const std::string &, int64_t i) { return static_cast<float>(i % 5) - 2.0F; };

    std::map<std::string, std::vector<int64_t>> shapes() const
    {
        std::map<std::string, std::vector<int64_t>> all = more;
        const auto norm = [&](const std::string &name) {
            all[name + ".weight"] = {width};
            all[name + ".bias"] = {width};
        };
        const auto linear = [&](const std::string &name, int64_t outputs, int64_t inputs) {
            all[name + ".weight"] = {outputs, inputs};
            all[name + ".bias"] = {outputs};
        };
        all[prefix + "embeddings.word_embeddings.weight"] = {vocabulary, width};
        all[prefix + "embeddings.token_type_embeddings.weight"] = {2, width};
        norm(prefix + "embeddings.LayerNorm");
        for (int64_t layer = 0; layer < layers; ++layer) {
            const std::string name = prefix + "encoder.layer." + std::to_string(layer) + '.';
            linear(name + "attention.self.Wqkv", 3 * width, width);
            linear(name + "attention.output.dense", width, width);
            norm(name + "attention.output.LayerNorm");
            all[name + "mlp.gated_layers.weight"] = {2 * inner, width};
            linear(name + "mlp.wo", width, inner);
            norm(name + "mlp.layernorm");
        }
        if (hasPooler)
            linear(prefix + "pooler.dense", width, width);
        if (labels > 0)
            linear("classifier", labels, width);
        return all;
    }

    nlohmann::json config() const
    {
        nlohmann::json config = {{"architectures", {architecture}}, {"model_type", "bert"},
                                 {"num_hidden_layers", layers},     {"hidden_size", width},
                                 {"num_attention_heads", 2},        {"intermediate_size", inner},
                                 {"vocab_size", vocabulary},        {"type_vocab_size", 2}};
        for (int64_t label = 0; label < labels; ++label)
            config["id2label"][std::to_string(label)] = "class " + std::to_string(label);
        return config;
    }

    void write(const std::filesystem::path &folder) const
    {
        std::map<std::string, std::vector<float>> numbers;
        std::vector<TensorToWrite> tensors;
        for (const auto &[name, shape] : shapes()) {
            std::vector<float> &values = numbers[name];
            values.resize(static_cast<size_t>(
                std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies())));
            for (size_t i = 0; i < values.size(); ++i)
                values[i] = value(name, static_cast<int64_t>(i));
            tensors.push_back({name, "F32", shape, std::as_bytes(std::span(values))});
        }
        std::filesystem::create_directories(folder);
        writeSafetensors(folder / "model.safetensors", tensors, {{"format", "pt"}});
        writeJsonFile(folder / "config.json", config());
    }
};

} // namespace helicase::test
