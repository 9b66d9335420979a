#include "core/neural/tensor/activation.h"

#include "core/neural/tensor/row_masks.h"

#include <ATen/Parallel.h>

namespace helicase {

namespace {

bool fitsKernels(const torch::Tensor &tensor)
{
    return tensor.device().is_cpu() && tensor.scalar_type() == torch::kFloat32;
}

constexpr int64_t elementsPerTask = 16384;

int64_t rowsPerTask(int64_t columns)
{
    return std::max<int64_t>(1, elementsPerTask / std::max<int64_t>(1, columns));
}

int64_t columnsOf(const torch::Tensor &tensor)
{
    return tensor.dim() > 0 ? tensor.size(-1) : 1;
}

int64_t rowsOf(const torch::Tensor &tensor)
{
    return columnsOf(tensor) > 0 ? tensor.numel() / columnsOf(tensor) : 0;
}

torch::Tensor dropRows(const torch::Tensor &input, const RowMasks &masks)
{
    const torch::Tensor source = input.contiguous();
    torch::Tensor output = torch::empty_like(source);
    const int64_t columns = columnsOf(source);
    const float *from = source.const_data_ptr<float>();
    auto *into = output.data_ptr<float>();
    at::parallel_for(0, rowsOf(source), rowsPerTask(columns), [&](int64_t first, int64_t last) {
        for (int64_t row = first; row < last; ++row)
            dropRow(from + row * columns, into + row * columns, columns, masks.rowOf(row),
                    masks.mask);
    });
    return output;
}

class Dropout final : public torch::autograd::Function<Dropout> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &input, const RowMasks &masks)
    {
        keepMasks(context, masks);
        return dropRows(input, masks);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        return {dropRows(gradients[0], keptMasks(context)), {}};
    }
};

class ExactGelu final : public torch::autograd::Function<ExactGelu> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &input)
    {
        const torch::Tensor source = input.contiguous();
        torch::Tensor output = torch::empty_like(source);
        const float *from = source.const_data_ptr<float>();
        auto *into = output.data_ptr<float>();
        at::parallel_for(0, source.numel(), elementsPerTask, [&](int64_t first, int64_t last) {
            geluRow(from + first, into + first, last - first);
        });
        context->save_for_backward({source});
        return output;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        const torch::Tensor source = context->get_saved_variables()[0];
        const torch::Tensor arriving = gradients[0].contiguous();
        torch::Tensor result = torch::empty_like(source);
        const float *from = source.const_data_ptr<float>();
        const float *gradient = arriving.const_data_ptr<float>();
        auto *into = result.data_ptr<float>();
        at::parallel_for(0, source.numel(), elementsPerTask, [&](int64_t first, int64_t last) {
            geluGradientRow(from + first, gradient + first, into + first, last - first);
        });
        return {result};
    }
};

class GatedGelu final : public torch::autograd::Function<GatedGelu> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &projected, const RowMasks &masks)
    {
        const torch::Tensor source = projected.contiguous();
        const int64_t rows = source.size(0);
        const int64_t width = source.size(1) / 2;
        torch::Tensor output = torch::empty({rows, width}, source.options());
        const float *from = source.const_data_ptr<float>();
        auto *into = output.data_ptr<float>();
        at::parallel_for(0, rows, rowsPerTask(width), [&](int64_t first, int64_t last) {
            for (int64_t row = first; row < last; ++row) {
                const float *gate = from + row * 2 * width;
                gatedGeluRow(gate, gate + width, into + row * width, width, masks.rowOf(row),
                             masks.mask);
            }
        });
        context->save_for_backward({source});
        keepMasks(context, masks);
        return output;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        const torch::Tensor source = context->get_saved_variables()[0];
        const torch::Tensor arriving = gradients[0].contiguous();
        const RowMasks masks = keptMasks(context);
        const int64_t width = source.size(1) / 2;
        torch::Tensor result = torch::empty_like(source);
        const float *from = source.const_data_ptr<float>();
        const float *gradient = arriving.const_data_ptr<float>();
        auto *into = result.data_ptr<float>();
        at::parallel_for(0, source.size(0), rowsPerTask(width), [&](int64_t first, int64_t last) {
            for (int64_t row = first; row < last; ++row) {
                const int64_t place = row * 2 * width;
                gatedGeluGradientRow(from + place, from + place + width, gradient + row * width,
                                     into + place, into + place + width, width, masks.rowOf(row),
                                     masks.mask);
            }
        });
        return {result, {}};
    }
};

} // namespace

torch::Tensor dropOut(const torch::Tensor &input, const DropoutSource &source, bool active)
{
    if (!active || source.probability == 0)
        return input;
    if (fitsKernels(input))
        return Dropout::apply(input, drawMasks(source, rowsOf(input), active));
    const double keep = 1 - source.probability;
    return input * torch::empty_like(input).bernoulli_(keep, source.generator).div_(keep);
}

torch::Tensor exactGelu(const torch::Tensor &input)
{
    return fitsKernels(input) ? ExactGelu::apply(input) : torch::gelu(input);
}

torch::Tensor gatedGelu(const torch::Tensor &projected, const DropoutSource &source, bool active)
{
    if (fitsKernels(projected))
        return GatedGelu::apply(projected, drawMasks(source, projected.size(0), active));
    const std::vector<torch::Tensor> halves = projected.chunk(2, 1);
    return dropOut(torch::gelu(halves[0]) * halves[1], source, active);
}

} // namespace helicase
