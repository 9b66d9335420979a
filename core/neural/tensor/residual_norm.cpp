#include "core/neural/tensor/residual_norm.h"

#include "core/neural/tensor/residual_norm_row.h"
#include "core/neural/tensor/row_masks.h"

#include <ATen/Parallel.h>

namespace helicase {

namespace {

// Rows whose share of the weights' gradient is summed up first: fixed, so that the sum does not
// depend on the number of threads.
constexpr int64_t rowsPerPart = 128;

class AddAndNorm final : public torch::autograd::Function<AddAndNorm> {
public:
    static torch::autograd::variable_list
    forward(torch::autograd::AutogradContext *context, const torch::Tensor &residual,
            const torch::Tensor &branch, const torch::Tensor &weight,
            const std::optional<torch::Tensor> &bias, double epsilon, const RowMasks &masks)
    {
        const torch::Tensor carried = residual.contiguous();
        const torch::Tensor added = branch.contiguous();
        const int64_t rows = carried.size(0);
        const int64_t width = carried.size(1);
        torch::Tensor sum = torch::empty_like(carried);
        torch::Tensor norm = torch::empty_like(carried);
        torch::Tensor moments = torch::empty({rows, 2}, carried.options());
        const float *first = carried.const_data_ptr<float>();
        const float *second = added.const_data_ptr<float>();
        const float *scale = weight.const_data_ptr<float>();
        const float *shift = bias ? bias->const_data_ptr<float>() : nullptr;
        auto *sums = sum.data_ptr<float>();
        auto *norms = norm.data_ptr<float>();
        auto *values = moments.data_ptr<float>();
        at::parallel_for(0, rows, rowsPerPart, [&](int64_t begin, int64_t end) {
            for (int64_t row = begin; row < end; ++row) {
                const RowMoments found =
                    addAndNormRow(first + row * width, second + row * width, scale, shift,
                                  static_cast<float>(epsilon), sums + row * width,
                                  norms + row * width, width, masks.rowOf(row), masks.mask);
                values[2 * row] = found.mean;
                values[2 * row + 1] = found.factor;
            }
        });
        context->save_for_backward({sum, moments, weight, bias.value_or(torch::Tensor())});
        keepMasks(context, masks);
        return {sum, norm};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor &sum = saved[0], &moments = saved[1], &weight = saved[2];
        const bool hasBias = saved[3].defined();
        const RowMasks masks = keptMasks(context);
        const int64_t rows = sum.size(0);
        const int64_t width = sum.size(1);
        const torch::Tensor bySum =
            gradients[0].defined() ? gradients[0].contiguous() : torch::Tensor();
        const torch::Tensor byNorm =
            gradients[1].defined() ? gradients[1].contiguous() : torch::zeros_like(sum);
        torch::Tensor residual = torch::empty_like(sum);
        torch::Tensor branch = torch::empty_like(sum);
        const int64_t parts = (rows + rowsPerPart - 1) / rowsPerPart;
        torch::Tensor weights = torch::zeros({parts, width}, sum.options());
        torch::Tensor biases =
            hasBias ? torch::zeros({parts, width}, sum.options()) : torch::Tensor();
        const float *sums = sum.const_data_ptr<float>();
        const float *values = moments.const_data_ptr<float>();
        const float *scale = weight.const_data_ptr<float>();
        const float *arriving = byNorm.const_data_ptr<float>();
        const float *further = bySum.defined() ? bySum.const_data_ptr<float>() : nullptr;
        auto *ofResidual = residual.data_ptr<float>();
        auto *ofBranch = branch.data_ptr<float>();
        auto *ofWeight = weights.data_ptr<float>();
        auto *ofBias = hasBias ? biases.data_ptr<float>() : nullptr;
        at::parallel_for(0, parts, 1, [&](int64_t firstPart, int64_t lastPart) {
            for (int64_t part = firstPart; part < lastPart; ++part) {
                const NormGradients collected{ofWeight + part * width,
                                              ofBias ? ofBias + part * width : nullptr};
                const int64_t end = std::min(rows, (part + 1) * rowsPerPart);
                for (int64_t row = part * rowsPerPart; row < end; ++row)
                    addAndNormGradientRow(
                        sums + row * width, {values[2 * row], values[2 * row + 1]}, scale,
                        arriving + row * width, further ? further + row * width : nullptr,
                        ofResidual + row * width, ofBranch + row * width, collected, width,
                        masks.rowOf(row), masks.mask);
            }
        });
        return {residual, branch, weights.sum(0), hasBias ? biases.sum(0) : torch::Tensor(),
                {},       {}};
    }
};

} // namespace

std::pair<torch::Tensor, torch::Tensor> addAndNorm(const torch::Tensor &residual,
                                                   const torch::Tensor &branch,
                                                   const NormParameters &norm,
                                                   const DropoutSource &source, bool active)
{
    const std::optional<torch::Tensor> bias =
        norm.bias.defined() ? std::optional(norm.bias) : std::nullopt;
    const auto both =
        AddAndNorm::apply(residual.to(torch::kFloat32), branch.to(torch::kFloat32), norm.weight,
                          bias, norm.epsilon, drawMasks(source, residual.size(0), active));
    return {both[0], both[1]};
}

} // namespace helicase
