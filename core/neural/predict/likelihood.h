// The log-likelihood of every letter of a sequence under a character GPT. A sequence longer than
// the context is read in windows that overlap by half, so that each letter beyond the first window
// has at least half a context before it. The first letter has nothing before it and gets no value.
// No gradients. One thread at a time.
#pragma once

#include "core/neural/model/gpt.h"

#include <span>
#include <stop_token>
#include <vector>

namespace helicase {

// ln p(token i | tokens before it), NaN for the first. Throws Error for ids outside the vocabulary;
// Stopped.
std::vector<float> tokenLogLikelihoods(Gpt &model, std::span<const TokenId> tokens,
                                       const std::stop_token &stop = {});

} // namespace helicase
