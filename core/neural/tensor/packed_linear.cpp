#include "core/neural/tensor/packed_linear.h"

#include <ATen/core/dispatch/Dispatcher.h>

namespace helicase {

namespace {

using Reorder = at::Tensor(const at::Tensor &, std::optional<c10::SymInt>);
using Product = at::Tensor(const at::Tensor &, const at::Tensor &,
                           const std::optional<at::Tensor> &, std::string_view,
                           c10::List<std::optional<at::Scalar>>, std::optional<std::string_view>);

template <typename Signature>
std::optional<c10::TypedOperatorHandle<Signature>> operatorNamed(const char *name)
{
    const auto found = c10::Dispatcher::singleton().findSchema({name, ""});
    if (!found)
        return std::nullopt;
    return found->typed<Signature>();
}

// The operations that PyTorch's own compiler uses for frozen models.
struct BlockedOperators {
    std::optional<c10::TypedOperatorHandle<Reorder>> reorder =
        operatorNamed<Reorder>("mkldnn::_reorder_linear_weight");
    std::optional<c10::TypedOperatorHandle<Product>> product =
        operatorNamed<Product>("mkldnn::_linear_pointwise");
    bool arePresent() const
    {
        return reorder && product && at::globalContext().userEnabledMkldnn();
    }
};

const BlockedOperators &blockedOperators()
{
    static const BlockedOperators operators;
    return operators;
}

// The blocked order is chosen for about this many rows; any number works with it.
constexpr int64_t usualRows = 1024;

} // namespace

PackedLinear::PackedLinear(const torch::Tensor &weight, const torch::Tensor &bias,
                           torch::ScalarType type)
    : weight_(weight.detach().to(type).contiguous()),
      bias_(bias.defined() ? bias.detach().to(type).contiguous() : torch::Tensor()),
      isBlocked_(weight.device().is_cpu() && blockedOperators().arePresent())
{
    const torch::NoGradGuard noGradient;
    if (isBlocked_)
        weight_ = blockedOperators().reorder->call(weight_, c10::SymInt(usualRows));
}

torch::Tensor PackedLinear::operator()(const torch::Tensor &rows) const
{
    if (!isBlocked_)
        return torch::linear(rows, weight_, bias_);
    const std::optional<at::Tensor> bias =
        bias_.defined() ? std::optional<at::Tensor>(bias_) : std::nullopt;
    return blockedOperators().product->call(rows, weight_, bias, "none",
                                            c10::List<std::optional<at::Scalar>>(), "");
}

} // namespace helicase
