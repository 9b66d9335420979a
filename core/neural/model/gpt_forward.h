// Named tensors through a character GPT, under the names of the published program's references: idx
// and targets (or input_ids and labels) in; embedding, hidden_after_block.I,
// attn_weights_batch_mean.I, hidden_after_ln_f, logits and loss out. In float32 and without
// dropout. One thread at a time per model.
#pragma once

#include "core/neural/model/forward_pass.h"
#include "core/neural/model/gpt.h"

namespace helicase {

// ids int64 [batch, length]; targets the same, -1 where there is none, or undefined: no loss then.
// All outputs carry graphs when gradients are enabled.
NamedTensors gptOutputs(Gpt &model, const torch::Tensor &ids, const torch::Tensor &targets);

// `file` names the inputs in messages. Throws InputError for inputs that do not fit, and for
// gradients without targets; Error when the results would not fit into memory.
ForwardResult gptForwardPass(Gpt &model, const NamedTensors &inputs,
                             const std::filesystem::path &file, WithGradients gradients);

} // namespace helicase
