// The sizes of an encoder, as config.json of a model folder in Hugging Face layout holds them.
// Plain values; no LibTorch type.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace helicase {

struct EncoderConfig {
    int64_t vocabularySize = 4096;
    int64_t width = 768;
    int64_t layers = 12;
    int64_t heads = 12;
    int64_t feedForwardWidth = 3072;
    int64_t tokenTypes = 2;
    double dropout = 0.1;
    double attentionDropout = 0.0;
    double layerNormEpsilon = 1e-12;
    double initializerRange = 0.02;
    // This row of the word embedding receives no gradient from the lookup (pad_token_id of the
    // published configuration, which names [UNK] in fact); -1: every row does.
    int64_t paddingIndex = 0;
    // Dropout before a classification layer; unset: as everywhere else.
    std::optional<double> classifierDropout = std::nullopt;

    // config.json in Hugging Face layout; unknown keys are ignored, missing ones take the defaults.
    // Throws InputError for values that fit no model (width not divisible by heads, ...).
    static EncoderConfig read(const std::filesystem::path &file);
    nlohmann::json toJson() const;
    // Throws Error that names the first value that fits no model.
    void check() const;
};

// Throws InputError when the tokenizer has more tokens than the model of the folder. Every reader
// of both asks it.
void requireRoomForTokens(const EncoderConfig &config, int64_t vocabularySize,
                          const std::filesystem::path &folder);

} // namespace helicase
