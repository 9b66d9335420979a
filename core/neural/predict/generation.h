// Continues sequences with a character GPT. Keys and values of the context are kept, so that a
// token costs one row and not a whole window. When the context is full its first `slide` tokens are
// dropped and the rest is computed again: 1 gives every token the longest context, more is faster.
// Sampling follows temperature, then top-k, then top-p (Holtzman et al. 2020). No gradients. One
// thread at a time.
#pragma once

#include "core/base/random_stream.h"
#include "core/neural/model/gpt.h"

#include <span>
#include <stop_token>
#include <vector>

namespace helicase {

struct SamplingRules {
    double temperature = 1; // above 0
    int64_t topK = 0;       // the most likely tokens that may be drawn; 0: all
    double topP = 1;        // and of these the fewest that hold this share; 1: all
};

// The context of one sequence: keys and values of its tokens.
class GptContext {
public:
    // model: outlives the context, its weights must not change meanwhile.
    explicit GptContext(const Gpt &model);

    int64_t size() const { return size_; }
    bool isFull() const { return size_ == model_->config().context; }
    // The logits [vocabulary] of what follows the context with these tokens, at least one. Throws
    // Error when they do not fit.
    torch::Tensor append(std::span<const TokenId> tokens);
    void clear() { size_ = 0; }

private:
    torch::Tensor layer(int64_t index, const torch::Tensor &hidden);

    Gpt model_;
    std::vector<GptImpl::Block> blocks_;
    std::vector<torch::Tensor> keys_;   // per layer [heads, context, head width]
    std::vector<torch::Tensor> values_; // the same
    int64_t size_ = 0;
};

// The index of a drawn token. logits [vocabulary].
int64_t drawToken(const torch::Tensor &logits, const SamplingRules &rules, RandomStream &random);

// So many tokens after the prompt, of which the last `context` count. slide: 1 .. context. Throws
// Error for an empty prompt and for rules out of range; Stopped.
std::vector<TokenId> continueTokens(const Gpt &model, std::span<const TokenId> prompt,
                                    int64_t count, const SamplingRules &rules, int64_t slide,
                                    RandomStream &random, const std::stop_token &stop = {});

} // namespace helicase
