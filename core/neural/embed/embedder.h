// One vector per sequence from a trained encoder. No LibTorch type in this header.
#pragma once

#include "core/base/progress.h"
#include "core/dataset/embedding_table.h"
#include "core/sequence/sequence.h"

#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>

namespace helicase
{

enum class Pooling { Mean, Cls, Max };

struct EmbedSettings {
    Pooling pooling = Pooling::Mean;
    int64_t maximumTokens = 5000; // special tokens included; longer sequences are cut
    int64_t tokensPerBatch = 16384;
};

class Embedder
{
public:
    // model: a model folder (config.json, model.safetensors, tokenizer files) or a run folder,
    // whose best checkpoint is taken. Throws InputError.
    explicit Embedder(const std::filesystem::path &model);
    ~Embedder();
    // Throws Stopped when asked to.
    EmbeddingTable embed(std::span<const Sequence> sequences, const EmbedSettings &settings,
                         Progress &progress, std::stop_token stop = {}) const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

} // namespace helicase
