// The character GPT of DNA-LLM: pre-norm, learned positions, exact GELU, the output layer tied to
// the table of tokens. Computed on packed sequences throughout; scores of attention are never
// stored. Source: inhyeoklee/DNA-LLM, 3_dna-llm-pretraining.py. State-dict keys are the published
// ones (transformer.wte.weight, transformer.h.0.attn.c_attn.weight, ...); lm_head.weight is
// transformer.wte.weight and no parameter of its own. A module is used by one thread at a time; its
// work is spread over LibTorch's threads.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/model/gpt_config.h"
#include "core/neural/tensor/packed_batch.h"

#include <torch/torch.h>

namespace helicase {

// All tensors [total, width].
struct GptOutput {
    torch::Tensor last; // after the final norm
    // On request only:
    torch::Tensor embedding;           // token + position
    std::vector<torch::Tensor> layers; // after each block
};

enum class KeepHidden { No, Yes };

// Dropout of attention probabilities outside training. As published it never stops.
enum class AttentionDropout { InTraining, Always };

class GptImpl final : public torch::nn::Module {
public:
    // Weights as published: Linear and Embedding N(0, 0.02), those of output projections
    // N(0, 0.02 / sqrt(2 * layers)), biases 0, norms 1. Throws Error for impossible sizes.
    GptImpl(const GptConfig &config, RandomStream &random);

    // Throws Error for token ids outside the vocabulary, and for sequences longer than the table of
    // positions.
    GptOutput forward(const PackedBatch &batch, KeepHidden keep = KeepHidden::No);
    // [rows, width] to [rows, vocabulary].
    torch::Tensor logits(const torch::Tensor &last) const;

    const GptConfig &config() const { return config_; }
    void setAttentionDropout(AttentionDropout use);
    // As the encoder's: masks are drawn from this generator, never from LibTorch's global one.
    void setDropoutGenerator(const at::Generator &generator);
    // Share of activations dropped from now on, whatever the checkpoint says.
    void setDropout(double probability);

    // The weights of one block, for programs that compute it token by token. Undefined biases are
    // none.
    struct Affine {
        torch::Tensor weight;
        torch::Tensor bias;
    };
    struct Block {
        Affine attentionNorm;
        Affine queryKeyValue;
        Affine attentionOutput;
        Affine feedForwardNorm;
        Affine feedForward;
        Affine feedForwardOutput;
    };
    Block block(int64_t layer) const;
    Affine finalNorm() const;
    torch::Tensor tokenTable() const;    // [vocabulary, width]
    torch::Tensor positionTable() const; // [context, width]
    static constexpr double normEpsilon = 1e-5;

private:
    torch::Tensor embed(const PackedBatch &batch) const;

    struct Parts;
    GptConfig config_;
    std::shared_ptr<Parts> parts_;
};
TORCH_MODULE(Gpt);

// How much each token of one sequence looks at each other in a block: [heads, tokens, tokens], rows
// sum to 1. hidden [tokens, width]: what goes into the block. Without dropout.
torch::Tensor attentionWeights(const Gpt &model, int64_t layer, const torch::Tensor &hidden);

// Mean cross-entropy in nats of the next tokens, int64 [rows], from hidden states [rows, width];
// rows whose target is -1 do not count.
torch::Tensor nextTokenLoss(const Gpt &model, const torch::Tensor &last,
                            const torch::Tensor &targets);

} // namespace helicase
