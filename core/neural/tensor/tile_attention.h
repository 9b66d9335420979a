// Self-attention with ALiBi on packed sequences for inference: no gradient, nothing kept but the
// result. Spread over LibTorch's threads by sequence and head. CPU only. For training: attention.h.
#pragma once

#include "core/neural/tensor/packed_batch.h"

namespace helicase {

// queryKeyValue [total or more, 3 * width] in float32 or bfloat16, contiguous; positions inside a
// sequence rise. Returns as many rows of [width] in the same type; those beyond the batch are 0.
torch::Tensor attendForInference(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                                 const std::vector<float> &slopes);

} // namespace helicase
