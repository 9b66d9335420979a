// How much the tokens of one sequence look at each other in an encoder: what training and embedding
// never store. Source of the formula: mosaicml/examples,
// examples/benchmarks/bert/src/bert_layers.py.
#pragma once

#include "core/neural/model/encoder.h"

#include <vector>

namespace helicase {

// Per layer [heads, tokens, tokens]; rows sum to 1, without dropout, without a graph. output: of a
// single sequence, with KeepLayers::Yes.
std::vector<torch::Tensor> attentionMaps(const Encoder &encoder, const EncoderOutput &output);

} // namespace helicase
