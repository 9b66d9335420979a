// The encoder's forward pass for inference: weights packed once, residual, LayerNorm and activation
// fused, products in float32 or bfloat16, residual stream, LayerNorm and softmax in float32 always.
// Equal to EncoderImpl::forward to rounding. Internal to core/neural/embed: it shows LibTorch's
// types. Immutable after construction; any number of threads may use one object.
#pragma once

#include "core/neural/embed/embed_settings.h"
#include "core/neural/model/encoder.h"
#include "core/neural/tensor/norm_row.h"
#include "core/neural/tensor/packed_linear.h"

namespace helicase {

class EncoderEngine {
public:
    // Takes what it needs of the encoder's weights; the encoder may go afterwards.
    EncoderEngine(Encoder encoder, Arithmetic arithmetic);

    // Hidden states [total, width] after the first `layers` layers, float32; 0: after the
    // embedding's LayerNorm. Throws Error for token ids outside the vocabulary.
    torch::Tensor hidden(const PackedBatch &batch, int64_t layers) const;

    const EncoderConfig &config() const { return config_; }
    Arithmetic arithmetic() const { return arithmetic_; }
    // Memory that a batch of so many tokens takes at most, beside the weights.
    int64_t bytesFor(int64_t tokens) const;

private:
    struct Norm {
        torch::Tensor weight;
        torch::Tensor bias;
        NormWeights view(float epsilon) const;
    };
    struct Layer {
        PackedLinear queryKeyValue;
        PackedLinear attentionDense;
        Norm attentionNorm;
        PackedLinear gatedLayers;
        PackedLinear feedForwardOutput;
        Norm feedForwardNorm;
    };
    // The residual stream and, in bfloat16, its rounded copy: what the products read.
    struct Stream {
        torch::Tensor rows;
        torch::Tensor copy;
    };

    Stream embed(const PackedBatch &batch) const;
    void attentionBlock(const Layer &layer, const PackedBatch &batch, Stream &stream) const;
    void feedForwardBlock(const Layer &layer, Stream &stream) const;
    void addAndNorm(Stream &stream, int64_t first, const torch::Tensor &added,
                    const Norm &norm) const;
    const torch::Tensor &factors(const Stream &stream) const;

    EncoderConfig config_;
    Arithmetic arithmetic_;
    std::vector<float> slopes_;
    torch::Tensor words_;
    torch::Tensor types_;
    Norm embeddingNorm_;
    std::vector<Layer> layers_;
};

} // namespace helicase
