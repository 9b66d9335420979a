// Many sequences that begin alike and differ from some place on: the common beginning is computed
// once. What mutations of a window cost is then the part behind them.
#pragma once

#include "core/neural/model/gpt.h"

#include <span>

namespace helicase {

// Hidden states after the final norm [sequences, tokens, width] of the common tokens before `first`
// followed by each of the suffixes, which are of one length. Evaluation mode, without a graph.
// Throws Error when the whole is longer than the model's context.
torch::Tensor statesBehind(const Gpt &model, std::span<const TokenId> beginning,
                           std::span<const std::vector<TokenId>> suffixes);

} // namespace helicase
