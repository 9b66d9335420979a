// The encoder of DNABERT-2, DNABERT-S and DeepEmbed: BERT with ALiBi instead of position embeddings,
// post-LayerNorm, GEGLU feed-forward blocks, computed on packed sequences throughout.
// Source: MAGICS-LAB/DNABERT_2 and mosaicml/examples, examples/benchmarks/bert/src/bert_layers.py.
// State-dict keys are the published ones without the prefix "bert." (embeddings.word_embeddings.weight,
// encoder.layer.0.attention.self.Wqkv.weight, ..., pooler.dense.weight).
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/tensor/packed_batch.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <torch/torch.h>

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

    // config.json in Hugging Face layout; unknown keys are ignored, missing ones take the defaults.
    // Throws InputError for values that fit no model (width not divisible by heads, ...).
    static EncoderConfig read(const std::filesystem::path &file);
    nlohmann::json toJson() const;
};

// Outputs of one forward pass; all tensors [total, width].
struct EncoderOutput {
    torch::Tensor embedding;             // after the embedding's LayerNorm
    std::vector<torch::Tensor> layers;   // after each layer; filled on request only
    torch::Tensor last;                  // last hidden state
};

enum class KeepLayers { No, Yes };

class EncoderImpl : public torch::nn::Module {
public:
    // Weights are drawn as published (Linear and Embedding N(0, initializerRange), biases 0, LayerNorm
    // 1 and 0, row 0 of the word embedding zero) from the stream.
    EncoderImpl(const EncoderConfig &config, RandomStream &random);

    EncoderOutput forward(const PackedBatch &batch, KeepLayers keep = KeepLayers::No);
    // tanh(dense(first token of each sequence)): [sequences, width].
    torch::Tensor pool(const torch::Tensor &last, const PackedBatch &batch);
    const EncoderConfig &config() const { return config_; }

private:
    struct Parts;
    EncoderConfig config_;
    std::shared_ptr<Parts> parts_;
};
TORCH_MODULE(Encoder);

} // namespace helicase
