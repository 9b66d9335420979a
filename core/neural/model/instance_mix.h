// Manifold instance mixup: after some layers the hidden states of a sequence are mixed with those
// of another one, and only the places that both have go on. On packed sequences, without padding.
// Source: MAGICS-LAB/DNABERT_S, train/pretrain/DNABERT2_MIX/bert_layers.py. Functions without
// state; a module is used by one thread at a time.
#pragma once

#include "core/neural/model/encoder.h"

namespace helicase {

struct InstanceMix {
    int64_t layer = 0;            // layers that run before mixing; 0: embeddings are mixed
    std::vector<int64_t> own;     // the sequences of the batch that go on, in this order
    std::vector<int64_t> partner; // of each: the sequence mixed into it; itself: it stays as it is
    std::vector<float> share;     // of each: its own share of the mixture
};

struct MixedOutput {
    torch::Tensor last; // last hidden state, [total, width] of the batch below
    PackedBatch
        batch; // the sequences that went on, at the places that they and their partners have
};

// Differentiable. Throws Error for a layer or a sequence that there is not, and where a sequence
// and its partner have no place in common.
MixedOutput forwardMixed(Encoder &encoder, const PackedBatch &batch, const InstanceMix &mix);

} // namespace helicase
