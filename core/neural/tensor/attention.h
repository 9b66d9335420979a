// Self-attention with ALiBi on packed sequences. The bias is never stored and neither are the
// scores: memory grows with the number of tokens, not with its square. Deterministic for any number
// of threads. Source of the formula: mosaicml/examples,
// examples/benchmarks/bert/src/bert_layers.py.
#pragma once

#include "core/neural/tensor/activation.h"
#include "core/neural/tensor/packed_batch.h"

namespace helicase {

enum class AttentionMask { Bidirectional, Causal };

// Slopes of the linear biases, one per head: a geometric series for a power of two; for other
// counts the series of the next lower power, then every second entry of the series twice as long.
std::vector<float> alibiSlopes(int64_t heads);

// queryKeyValue: [total, 3 * width], the fused projection (queries, keys, values; heads side by
// side inside each), float32 or bfloat16. slopes: one per head; width must be divisible by their
// number. Returns [total, width] in the type of the input. Differentiable once. Throws Error for
// other devices than the CPU and for shapes that do not fit.
torch::Tensor attend(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                     const std::vector<float> &slopes,
                     AttentionMask mask = AttentionMask::Bidirectional);

// The same with dropout of the attention probabilities, which are not stored either: each head's
// mask of a token follows from the token's row (DropoutSource::rows).
torch::Tensor attendWithDropout(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                                const std::vector<float> &slopes, AttentionMask mask,
                                const DropoutSource &dropout);

} // namespace helicase
