// The encoder of DNABERT-2, DNABERT-S and DeepEmbed: BERT with ALiBi instead of position
// embeddings, post-LayerNorm, GEGLU feed-forward blocks, computed on packed sequences throughout.
// Source: MAGICS-LAB/DNABERT_2 and mosaicml/examples, examples/benchmarks/bert/src/bert_layers.py.
// State-dict keys are the published ones without the prefix "bert."
// (embeddings.word_embeddings.weight, encoder.layer.0.attention.self.Wqkv.weight, ...,
// pooler.dense.weight). A module is used by one thread at a time; its work is spread over
// LibTorch's threads.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/model/encoder_config.h"
#include "core/neural/tensor/packed_batch.h"

#include <torch/torch.h>

namespace helicase {

// Outputs of one forward pass; all tensors [total, width].
struct EncoderOutput {
    torch::Tensor embedding; // after the embedding's LayerNorm
    torch::Tensor last;      // last hidden state
    // On request only:
    std::vector<torch::Tensor> layers;          // after each layer
    std::vector<torch::Tensor> attentionBlocks; // inside each layer, after its attention block
};

enum class KeepLayers { No, Yes };

class EncoderImpl : public torch::nn::Module {
public:
    // Weights are drawn as published (Linear and Embedding N(0, initializerRange), biases 0,
    // LayerNorm 1 and 0, row 0 of the word embedding zero) from the stream. Throws Error for
    // impossible sizes.
    EncoderImpl(const EncoderConfig &config, RandomStream &random);

    // Throws Error for token ids outside the vocabulary.
    EncoderOutput forward(const PackedBatch &batch, KeepLayers keep = KeepLayers::No);

    // The parts of forward, for tasks that act between layers: embed, then runLayers(0, layers).
    torch::Tensor embed(const PackedBatch &batch);
    // Layers first .. last - 1 on hidden states [total, width] of the batch.
    torch::Tensor runLayers(torch::Tensor hidden, const PackedBatch &batch, int64_t first,
                            int64_t last);

    // tanh(dense(first token of each sequence)): [sequences, width].
    torch::Tensor pool(const torch::Tensor &last, const PackedBatch &batch);

    // Dropout masks are drawn from this generator, never from LibTorch's global one; until it is
    // set, from one seeded by the stream the weights came from.
    void setDropoutGenerator(const at::Generator &generator);

    const EncoderConfig &config() const { return config_; }
    // [vocabulary, width]; shared with a tied output layer.
    torch::Tensor wordEmbeddings() const;

private:
    // Throws Error in training mode for a configuration that cannot be trained.
    void requireTrainable() const;

    struct Parts;
    EncoderConfig config_;
    std::shared_ptr<Parts> parts_;
};
TORCH_MODULE(Encoder);

} // namespace helicase
