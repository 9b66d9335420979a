#include "core/neural/model/losses.h"

#include "core/base/error.h"

#include <cmath>

namespace helicase {

namespace {

void requirePairs(int64_t pairs)
{
    if (pairs < 2)
        throw Error("a contrastive loss needs at least two pairs in a batch (found " +
                        std::to_string(pairs) + ")",
                    "use more pairs per batch");
}

// log of sum(n^2) / mean(n) over each row, n = exp(logits); entries to leave out hold -infinity.
// `count` is the number of entries that remain in a row.
torch::Tensor logWeightedNegatives(const torch::Tensor &logits, int64_t count)
{
    return torch::logsumexp(2 * logits, 1) - torch::logsumexp(logits, 1) +
           std::log(static_cast<double>(count));
}

// -log(positive / (negatives + positive)) with both given as logarithms.
torch::Tensor contrast(const torch::Tensor &logPositive, const torch::Tensor &logNegatives)
{
    return torch::logaddexp(logNegatives, logPositive) - logPositive;
}

} // namespace

torch::Tensor weightedContrastiveLoss(const torch::Tensor &first, const torch::Tensor &second,
                                      double temperature, const torch::Tensor &similar)
{
    const int64_t pairs = first.size(0);
    requirePairs(pairs);
    const torch::Tensor rows = torch::cat({first, second});
    const torch::Tensor positive = (first * second).sum(1) / temperature;
    const torch::Tensor self =
        torch::eye(pairs, torch::TensorOptions(torch::kBool).device(first.device()));
    const torch::Tensor logits =
        (rows.matmul(rows.t()) / temperature).masked_fill(self.repeat({2, 2}), -INFINITY);
    const torch::Tensor losses =
        contrast(positive.repeat(2), logWeightedNegatives(logits, 2 * pairs - 2));
    return similar.defined() ? losses.masked_select(similar.to(torch::kBool).repeat(2)).mean()
                             : losses.mean();
}

torch::Tensor mixedContrastiveLoss(const torch::Tensor &mixed, const torch::Tensor &keys,
                                   const torch::Tensor &partner, const torch::Tensor &share,
                                   double temperature)
{
    const int64_t pairs = mixed.size(0);
    requirePairs(pairs);
    const torch::Tensor similarity = mixed.matmul(keys.t()) / temperature;
    const torch::Tensor positive = similarity.diagonal();
    const torch::Tensor ofPartner = similarity.gather(1, partner.unsqueeze(1)).squeeze(1);
    const torch::Tensor self =
        torch::eye(pairs, torch::TensorOptions(torch::kBool).device(mixed.device()));
    const torch::Tensor negatives =
        logWeightedNegatives(similarity.masked_fill(self, -INFINITY), pairs - 1);
    const torch::Tensor denominator = torch::logaddexp(negatives, positive);
    return (denominator - share * positive - (1 - share) * ofPartner).mean();
}

} // namespace helicase
