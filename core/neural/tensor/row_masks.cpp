#include "core/neural/tensor/row_masks.h"

#include "core/base/error.h"

#include <ATen/CPUGeneratorImpl.h>
#include <mutex>

namespace helicase {

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

} // namespace helicase
