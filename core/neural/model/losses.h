// Losses of contrastive training. Pure functions, differentiable once, computed with log-sum-exp so
// that small temperatures do not overflow, and a block of rows at a time, so that memory grows with
// the number of pairs and not with its square. Source: MAGICS-LAB/DNABERT_S,
// train/pretrain/utils/contrastive_utils.py.
#pragma once

#include <torch/torch.h>

namespace helicase {

// Weighted SimCLR: row i of `first` and of `second` ([pairs, features], rows of length 1) are two
// views of the same sequence; all other rows are negatives, each weighted by its share of the sum
// of the negatives' similarities, through which the gradient flows. similar: [pairs], 1 where the
// pair counts; undefined means all. Throws Error for fewer than two pairs: one has no negatives.
torch::Tensor weightedContrastiveLoss(const torch::Tensor &first, const torch::Tensor &second,
                                      double temperature, const torch::Tensor &similar = {});

// Instance mixup: row i of `mixed` was made of sequence i with share[i] and of sequence partner[i]
// with the rest; `keys` are the second views, not mixed. mixed, keys [pairs, features]; partner
// int64 [pairs]; share [pairs]. Both terms are divided by the first one's denominator, as
// published. Throws Error for fewer than two pairs.
torch::Tensor mixedContrastiveLoss(const torch::Tensor &mixed, const torch::Tensor &keys,
                                   const torch::Tensor &partner, const torch::Tensor &share,
                                   double temperature);

} // namespace helicase
