// Sequences of different lengths as one flat row of tokens: no padding is ever computed.
// Plain values without state; the functions may be called from any thread.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <span>
#include <torch/torch.h>
#include <vector>

namespace helicase {

struct PackedBatch {
    torch::Tensor tokens;     // int64 [total], ids of all sequences one after another
    torch::Tensor positions;  // int32 [total], position in its padded row; [CLS] is 0; CPU
    torch::Tensor offsets;    // int32 [sequences + 1], start of each sequence in the flat row; CPU
    torch::Tensor tokenTypes; // int64 [total]; undefined means all 0
    // int64 [total], CPU: where each token stands in the batch that this one is a part of, whose
    // dropout masks it has; undefined: it is no part.
    torch::Tensor rows;
    int64_t longest = 0; // tokens of the longest sequence

    int64_t sequences() const { return offsets.size(0) - 1; }
    int64_t total() const { return tokens.size(0); }
    // Tokens of each sequence.
    std::vector<int64_t> lengths() const;
};

// Throws Error when no sequence is given or one of them has no token.
PackedBatch pack(std::span<const std::vector<TokenId>> sequences);

// From a padded batch: ids and mask int64 [batch, length]; tokens with mask 0 are left out, holes
// inside a row are allowed. tokenTypes may be undefined. Throws Error for a row without any token.
PackedBatch packPadded(const torch::Tensor &ids, const torch::Tensor &mask,
                       const torch::Tensor &tokenTypes = {});

// Tokens of a batch by their places in its flat row, cut into sequences of the lengths. `rows` are
// taken along. Throws Error like pack.
PackedBatch selectTokens(const PackedBatch &batch, const torch::Tensor &places,
                         std::span<const int64_t> lengths);

// Scatters [total, width] back to [batch, length, width] with zeros at masked places.
// Differentiable.
torch::Tensor unpack(const torch::Tensor &flat, const torch::Tensor &mask);

// The inverse of unpack: [batch, length, ...] to [total, ...] with the places of mask 1.
// Differentiable.
torch::Tensor gather(const torch::Tensor &padded, const torch::Tensor &mask);

// One vector per sequence, special tokens included: [total, width] to [sequences, width].
// Differentiable.
torch::Tensor meanPool(const torch::Tensor &flat, const PackedBatch &batch);
torch::Tensor maxPool(const torch::Tensor &flat, const PackedBatch &batch);
// The vector of the first token that is present.
torch::Tensor firstToken(const torch::Tensor &flat, const PackedBatch &batch);

} // namespace helicase
