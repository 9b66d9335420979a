// Transcription-factor binding: one score per base. The published head on a DNA encoder, and the
// published convolutional baseline on one-hot bases. Source: inhyeoklee/DNA-LLM,
// 4_dna-llm-finetuning.py (ImprovedRegressionHead) and 5_dna-baseline.py. One thread at a time.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/model/encoder.h"

#include <torch/torch.h>

namespace helicase {

inline constexpr int64_t publishedBindingChannels = 128;

// LayerNorm(width, epsilon 1e-5) - Conv1d(width, channels, kernel 11, padding 5) - exact GELU -
// dropout - Linear(channels, 1). Keys layer_norm.*, conv1d.*, fc.*.
class BindingHeadImpl final : public torch::nn::Module {
public:
    BindingHeadImpl(int64_t width, RandomStream &random, double dropout = 0.2,
                    int64_t channels = publishedBindingChannels);
    // [sequences, bases, width] to scores [sequences, bases].
    torch::Tensor forward(const torch::Tensor &baseVectors);
    void setDropoutGenerator(const at::Generator &generator) { generator_ = generator; }
    void setDropout(double probability) { dropout_ = probability; }

private:
    double dropout_;
    at::Generator generator_;
    torch::nn::LayerNorm norm_ = nullptr;
    torch::nn::Conv1d convolution_ = nullptr;
    torch::nn::Linear output_ = nullptr;
};
TORCH_MODULE(BindingHead);

// Which token each base of a batch belongs to.
struct BaseLayout {
    torch::Tensor tokens; // int64 [sequences, bases], row in the flat batch; -1 where no token is
    torch::Tensor
        offsets; // int64 [sequences, bases], place of the base inside its token; 0 where none is
};

// spans: one list per sequence with one entry per token, as Encoding.offsets has them. bases:
// length of the result's rows; bases of a sequence beyond it are left out. Throws Error when spans
// and batch disagree.
BaseLayout layOutBases(const PackedBatch &batch, std::span<const std::vector<TokenSpan>> spans,
                       int64_t bases);

// Encoder, then one vector per base, then the head. A token of a BPE vocabulary covers several
// bases, which would all get the same vector; so the vector of base j of a token is the token's
// plus a learned one for the offset j. Offsets above the largest share the last vector. The
// published model needs none of this, since its tokens are single bases. Keys: the encoder's
// without prefix, offset_embedding.weight, regressor.*.
class BindingModelImpl final : public torch::nn::Module {
public:
    static constexpr int64_t largestOffset = 31;

    // The encoder is shared with the caller, not copied.
    BindingModelImpl(Encoder encoder, RandomStream &random);
    // Scores [sequences, bases]; places without a token get the score of a zero vector.
    torch::Tensor forward(const PackedBatch &batch, const BaseLayout &layout);
    // The same of the encoder's last hidden states [total, width] of that batch.
    torch::Tensor scores(const torch::Tensor &last, const BaseLayout &layout);
    void train(bool on = true) override;
    // Sets the generator of the encoder and of the head.
    void setDropoutGenerator(const at::Generator &generator);

    Encoder encoder = nullptr;
    torch::nn::Embedding offsets = nullptr;
    BindingHead head = nullptr;
};
TORCH_MODULE(BindingModel);

// One-hot bases - Conv1d(4, channels, kernel 11, padding 5) - GELU - BindingHead(channels), drawn
// as published: convolutions Kaiming normal by their outputs, the linear layer Xavier uniform. Keys
// initial_conv.*, head.*.
class BindingBaselineImpl final : public torch::nn::Module {
public:
    explicit BindingBaselineImpl(RandomStream &random, int64_t channels = publishedBindingChannels);
    // oneHot [sequences, 4, bases] to scores [sequences, bases].
    torch::Tensor forward(const torch::Tensor &oneHot);
    void setDropoutGenerator(const at::Generator &generator)
    {
        head_->setDropoutGenerator(generator);
    }
    void setDropout(double probability) { head_->setDropout(probability); }

private:
    torch::nn::Conv1d convolution_ = nullptr;
    BindingHead head_ = nullptr;
};
TORCH_MODULE(BindingBaseline);

// Rows A, C, G, T of each sequence (either case); other letters are zero. Sequences shorter than
// `bases` end in zeros. [sequences, 4, bases].
torch::Tensor oneHotBases(std::span<const std::string_view> sequences, int64_t bases);

} // namespace helicase
