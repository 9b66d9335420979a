#include "core/neural/tensor/activation.h"

#include "core/base/error.h"
#include "core/neural/tensor/gated_row.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <mutex>

namespace helicase {

namespace {

// The mask of an operation and which of its rows each row gets.
struct RowMasks {
    int64_t rowOf(int64_t row) const { return row_ ? row_[row] : row; }
    void keepRows(const torch::Tensor &tensor)
    {
        rows = tensor;
        row_ = tensor.defined() ? tensor.const_data_ptr<int64_t>() : nullptr;
    }

    DropoutMask mask;
    torch::Tensor rows;

private:
    const int64_t *row_ = nullptr;
};

RowMasks drawMasks(const DropoutSource &source, int64_t rows, bool active)
{
    RowMasks masks;
    if (!active || source.probability == 0)
        return masks;
    if (source.rows.defined() && source.rows.size(0) != rows)
        throw Error("dropout of " + std::to_string(rows) + " rows needs as many row numbers");
    auto *generator = at::check_generator<at::CPUGeneratorImpl>(source.generator);
    const std::scoped_lock lock(generator->mutex_);
    masks.mask = DropoutMask::of(source.probability, generator->random64());
    masks.keepRows(source.rows);
    return masks;
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

// Masks as the 64-bit integers and numbers that autograd can keep.
void keepMasks(torch::autograd::AutogradContext *context, const RowMasks &masks)
{
    context->saved_data["seed"] = static_cast<int64_t>(masks.mask.seed);
    context->saved_data["dropBelow"] = static_cast<int64_t>(masks.mask.dropBelow);
    context->saved_data["scale"] = static_cast<double>(masks.mask.scale);
    context->saved_data["rows"] = masks.rows;
}

RowMasks keptMasks(torch::autograd::AutogradContext *context)
{
    RowMasks masks;
    masks.mask = {.seed = static_cast<uint64_t>(context->saved_data["seed"].toInt()),
                  .dropBelow = static_cast<uint32_t>(context->saved_data["dropBelow"].toInt()),
                  .scale = static_cast<float>(context->saved_data["scale"].toDouble())};
    masks.keepRows(context->saved_data["rows"].toTensor());
    return masks;
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

torch::Tensor gatedGelu(const torch::Tensor &projected, const DropoutSource &source, bool active)
{
    if (fitsKernels(projected))
        return GatedGelu::apply(projected, drawMasks(source, projected.size(0), active));
    const std::vector<torch::Tensor> halves = projected.chunk(2, 1);
    return dropOut(torch::gelu(halves[0]) * halves[1], source, active);
}

} // namespace helicase
