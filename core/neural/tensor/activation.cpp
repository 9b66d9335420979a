#include "core/neural/tensor/activation.h"

#include "core/neural/tensor/gated_row.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <mutex>

namespace helicase {

namespace {

DropoutMask drawMask(const DropoutSource &source, bool active)
{
    if (!active || source.probability == 0)
        return {};
    auto *generator = at::check_generator<at::CPUGeneratorImpl>(source.generator);
    const std::scoped_lock lock(generator->mutex_);
    return DropoutMask::of(source.probability, generator->random64());
}

bool fitsKernels(const torch::Tensor &tensor)
{
    return tensor.device().is_cpu() && tensor.scalar_type() == torch::kFloat32;
}

// About 16,000 elements per task.
int64_t rowsPerTask(int64_t columns)
{
    return std::max<int64_t>(1, 16384 / std::max<int64_t>(1, columns));
}

torch::Tensor dropRows(const torch::Tensor &input, const DropoutMask &mask)
{
    const torch::Tensor source = input.contiguous();
    torch::Tensor output = torch::empty_like(source);
    const int64_t columns = source.dim() > 0 ? source.size(-1) : 1;
    const int64_t rows = columns > 0 ? source.numel() / columns : 0;
    const float *from = source.const_data_ptr<float>();
    auto *into = output.data_ptr<float>();
    at::parallel_for(0, rows, rowsPerTask(columns), [&](int64_t first, int64_t last) {
        for (int64_t row = first; row < last; ++row)
            dropRow(from + row * columns, into + row * columns, columns, row, mask);
    });
    return output;
}

// A mask as the 64-bit integers and numbers that autograd can keep.
void keepMask(torch::autograd::AutogradContext *context, const DropoutMask &mask)
{
    context->saved_data["seed"] = static_cast<int64_t>(mask.seed);
    context->saved_data["dropBelow"] = static_cast<int64_t>(mask.dropBelow);
    context->saved_data["scale"] = static_cast<double>(mask.scale);
}

DropoutMask keptMask(torch::autograd::AutogradContext *context)
{
    return {.seed = static_cast<uint64_t>(context->saved_data["seed"].toInt()),
            .dropBelow = static_cast<uint32_t>(context->saved_data["dropBelow"].toInt()),
            .scale = static_cast<float>(context->saved_data["scale"].toDouble())};
}

class Dropout final : public torch::autograd::Function<Dropout> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &input, const DropoutMask &mask)
    {
        keepMask(context, mask);
        return dropRows(input, mask);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        return {dropRows(gradients[0], keptMask(context)), {}};
    }
};

class GatedGelu final : public torch::autograd::Function<GatedGelu> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &projected, const DropoutMask &mask)
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
                gatedGeluRow(gate, gate + width, into + row * width, width, row, mask);
            }
        });
        context->save_for_backward({source});
        keepMask(context, mask);
        return output;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list gradients)
    {
        const torch::Tensor source = context->get_saved_variables()[0];
        const torch::Tensor arriving = gradients[0].contiguous();
        const DropoutMask mask = keptMask(context);
        const int64_t width = source.size(1) / 2;
        torch::Tensor result = torch::empty_like(source);
        const float *from = source.const_data_ptr<float>();
        const float *gradient = arriving.const_data_ptr<float>();
        auto *into = result.data_ptr<float>();
        at::parallel_for(0, source.size(0), rowsPerTask(width), [&](int64_t first, int64_t last) {
            for (int64_t row = first; row < last; ++row) {
                const int64_t place = row * 2 * width;
                gatedGeluGradientRow(from + place, from + place + width, gradient + row * width,
                                     into + place, into + place + width, width, row, mask);
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
        return Dropout::apply(input, drawMask(source, active));
    const double keep = 1 - source.probability;
    return input * torch::empty_like(input).bernoulli_(keep, source.generator).div_(keep);
}

torch::Tensor gatedGelu(const torch::Tensor &projected, const DropoutSource &source, bool active)
{
    if (fitsKernels(projected))
        return GatedGelu::apply(projected, drawMask(source, active));
    const std::vector<torch::Tensor> halves = projected.chunk(2, 1);
    return dropOut(torch::gelu(halves[0]) * halves[1], source, active);
}

} // namespace helicase
