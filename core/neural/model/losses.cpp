#include "core/neural/model/losses.h"

#include "core/base/error.h"

#include <c10/core/impl/LocalDispatchKeySet.h>
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

// Rows of anchors that are compared with all keys at once: the matrix of similarities is never
// whole.
constexpr int64_t rowsAtOnce = 512;

// How each anchor is compared with the keys. Indices are int64 [anchors], numbers [anchors].
struct Contrast {
    torch::Tensor positive; // the key that an anchor belongs to
    torch::Tensor own;      // the key that is the anchor itself; undefined: none is
    torch::Tensor second;   // the key it belongs to with the rest of its share; undefined: none
    torch::Tensor share;    // of the positive, where there is a second
    torch::Tensor weight;   // of the anchor's loss; they add up to 1
    int64_t negatives = 0;  // of each anchor: the keys that are neither itself nor its positive
    double temperature = 1;
};

torch::Tensor column(const torch::Tensor &matrix, const torch::Tensor &indices)
{
    return matrix.gather(1, indices.unsqueeze(1));
}

// Loss and gradients of the anchors from first on, a block of them.
class AnchorBlock {
public:
    AnchorBlock(const torch::Tensor &anchors, const torch::Tensor &keys, const Contrast &contrast,
                int64_t first)
        : anchors_(anchors.slice(0, first, first + rowsAtOnce)), keys_(keys), contrast_(contrast),
          first_(first), similarities_(anchors_.matmul(keys.t()) / contrast.temperature),
          positives_(column(similarities_, ofBlock(contrast.positive)))
    {
        if (contrast.second.defined())
            seconds_ = column(similarities_, ofBlock(contrast.second));
        logits_ = similarities_.scatter(1, ofBlock(contrast.positive).unsqueeze(1), -INFINITY);
        if (contrast.own.defined())
            logits_.scatter_(1, ofBlock(contrast.own).unsqueeze(1), -INFINITY);
        // Negatives n = exp(logits), each weighted by n / mean(n): sum(n^2) / mean(n) of each row.
        ofOnce_ = torch::logsumexp(logits_, 1, /*keepdim=*/true);
        ofSquares_ = torch::logsumexp(2 * logits_, 1, /*keepdim=*/true);
        negatives_ = ofSquares_ - ofOnce_ + std::log(static_cast<double>(contrast.negatives));
        denominators_ = torch::logaddexp(negatives_, positives_);
    }

    torch::Tensor loss() const
    {
        torch::Tensor losses = denominators_ - positives_;
        if (seconds_.defined())
            losses = denominators_ - share() * positives_ - (1 - share()) * seconds_;
        return (losses * weight()).sum();
    }

    void addGradients(torch::Tensor ofAnchors, torch::Tensor ofKeys) const
    {
        const torch::Tensor shareOfNegatives = torch::exp(negatives_ - denominators_);
        torch::Tensor gradient = 2 * torch::exp(2 * logits_ - ofSquares_);
        gradient.sub_(torch::exp(logits_ - ofOnce_)).mul_(shareOfNegatives);
        const torch::Tensor first = seconds_.defined() ? share() : torch::ones_like(positives_);
        gradient.scatter_add_(1, ofBlock(contrast_.positive).unsqueeze(1),
                              1 - shareOfNegatives - first);
        if (seconds_.defined())
            gradient.scatter_add_(1, ofBlock(contrast_.second).unsqueeze(1), share() - 1);
        gradient.mul_(weight() / contrast_.temperature);
        ofAnchors.slice(0, first_, first_ + rowsAtOnce).add_(gradient.matmul(keys_));
        ofKeys.add_(gradient.t().matmul(anchors_));
    }

private:
    torch::Tensor ofBlock(const torch::Tensor &values) const
    {
        return values.slice(0, first_, first_ + rowsAtOnce);
    }
    torch::Tensor share() const { return ofBlock(contrast_.share).unsqueeze(1); }
    torch::Tensor weight() const { return ofBlock(contrast_.weight).unsqueeze(1); }

    torch::Tensor anchors_;
    const torch::Tensor &keys_;
    const Contrast &contrast_;
    int64_t first_;
    torch::Tensor similarities_;
    torch::Tensor positives_;
    torch::Tensor seconds_;
    torch::Tensor logits_;
    torch::Tensor ofOnce_;
    torch::Tensor ofSquares_;
    torch::Tensor negatives_;
    torch::Tensor denominators_;
};

// Loss and gradient in one go, so that only the gradient is kept.
class ComparedLoss final : public torch::autograd::Function<ComparedLoss> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &anchors, const torch::Tensor &keys,
                                 const Contrast &contrast)
    {
        // In the type of the rows, whatever the type of matrix products is.
        const c10::impl::ExcludeDispatchKeyGuard noAutocast(c10::DispatchKey::AutocastCPU);
        const bool needsGradient = anchors.requires_grad() || keys.requires_grad();
        torch::Tensor ofAnchors, ofKeys;
        if (needsGradient) {
            ofAnchors = torch::zeros_like(anchors);
            ofKeys = torch::zeros_like(keys);
        }
        torch::Tensor loss = torch::zeros({}, anchors.options());
        for (int64_t first = 0; first < anchors.size(0); first += rowsAtOnce) {
            const AnchorBlock block(anchors, keys, contrast, first);
            loss += block.loss();
            if (needsGradient)
                block.addGradients(ofAnchors, ofKeys);
        }
        context->save_for_backward({ofAnchors, ofKeys});
        return loss;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        return {saved[0] * gradients[0], saved[1] * gradients[0], {}};
    }
};

} // namespace

torch::Tensor weightedContrastiveLoss(const torch::Tensor &first, const torch::Tensor &second,
                                      double temperature, const torch::Tensor &similar)
{
    const int64_t pairs = first.size(0);
    requirePairs(pairs);
    const torch::Tensor rows = torch::cat({first, second});
    const torch::Tensor numbers = torch::arange(2 * pairs, first.device());
    torch::Tensor weight = torch::ones({2 * pairs}, rows.options().requires_grad(false));
    if (similar.defined())
        weight = similar.to(torch::kBool).repeat(2).to(rows.scalar_type());
    const Contrast contrast{.positive = numbers.roll(pairs),
                            .own = numbers,
                            .weight = weight / weight.sum(),
                            .negatives = 2 * pairs - 2,
                            .temperature = temperature};
    return ComparedLoss::apply(rows, rows, contrast);
}

torch::Tensor mixedContrastiveLoss(const torch::Tensor &mixed, const torch::Tensor &keys,
                                   const torch::Tensor &partner, const torch::Tensor &share,
                                   double temperature)
{
    const int64_t pairs = mixed.size(0);
    requirePairs(pairs);
    const torch::Tensor weight =
        torch::full({pairs}, 1 / static_cast<double>(pairs), mixed.options().requires_grad(false));
    const Contrast contrast{.positive = torch::arange(pairs, mixed.device()),
                            .second = partner,
                            .share = share.to(mixed.scalar_type()),
                            .weight = weight,
                            .negatives = pairs - 1,
                            .temperature = temperature};
    return ComparedLoss::apply(mixed, keys, contrast);
}

} // namespace helicase
