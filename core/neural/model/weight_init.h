// How fresh weights are drawn, as Hugging Face's BERT models do: weights of Linear and Embedding
// modules N(0, range), biases 0, LayerNorm 1 and 0.
#pragma once

#include "core/base/random_stream.h"

#include <torch/torch.h>

namespace helicase {

// A LibTorch generator that continues the stream.
at::Generator makeGenerator(RandomStream &random);

// As Hugging Face's BERT models do: weights of Linear and Embedding modules N(0, range), biases 0,
// LayerNorm 1 and 0, for the module and all modules below it.
void drawBertWeights(torch::nn::Module &module, double range, const at::Generator &generator);

// LibTorch's defaults: weights and biases of Linear and Conv1d uniform within 1 / sqrt(inputs of
// one output), Embedding N(0, 1), LayerNorm 1 and 0.
void drawDefaultWeights(torch::nn::Module &module, const at::Generator &generator);

} // namespace helicase
