// How fresh weights are drawn, as Hugging Face's BERT models do: weights of Linear and Embedding
// modules N(0, range), biases 0, LayerNorm 1 and 0.
#pragma once

#include "core/base/random_stream.h"

#include <torch/torch.h>

namespace helicase {

// A LibTorch generator that continues the stream.
at::Generator makeGenerator(RandomStream &random);

// Redraws every parameter of the module and of the modules below it.
void drawBertWeights(torch::nn::Module &module, double range, const at::Generator &generator);

} // namespace helicase
