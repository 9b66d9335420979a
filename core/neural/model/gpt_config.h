// The sizes of a character GPT, as config.json of a model folder and the checkpoints of DNA-LLM
// hold them. Plain values; no LibTorch type. Source: inhyeoklee/DNA-LLM, 3_dna-llm-pretraining.py.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

struct GptConfig {
    int64_t vocabularySize = 40;
    int64_t layers = 4;
    int64_t heads = 4;
    int64_t width = 384;
    int64_t context = 300; // rows of the table of positions: no longer sequence fits
    double dropout = 0.2;
    bool hasBias = false; // of linear layers and norms

    // config.json with the published names (n_layer, n_head, n_embd, block_size, vocab_size,
    // dropout, bias), at the top or below "model_args". Throws InputError for one that is missing
    // and for values that fit no model.
    static GptConfig read(const std::filesystem::path &file);
    static GptConfig from(const nlohmann::json &sizes, const std::filesystem::path &file);

    // The seven published names.
    nlohmann::json modelArguments() const;
    // modelArguments and "model_type": "gpt".
    nlohmann::json toJson() const;
    // Number of trainable weights; the tied output layer counts once.
    int64_t parameters() const;
    // Throws Error that names the first value that fits no model.
    void check() const;

    bool operator==(const GptConfig &) const = default;
};

// Whether the folder's config.json is that of a character GPT; false where there is none.
bool isGptFolder(const std::filesystem::path &folder);

} // namespace helicase
