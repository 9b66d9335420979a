// The dropout mask of one operation on a tensor's rows, for the differentiable operations of this
// folder: drawn once, kept as a seed between forward and backward. One thread at a time.
#pragma once

#include "core/neural/tensor/activation.h"
#include "core/neural/tensor/gated_row.h"

namespace helicase {

// A mask and which of its rows each row gets.
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

// Takes one number of the source's generator when there is something to drop; otherwise the mask
// drops nothing. Throws Error when the source numbers other rows than there are.
RowMasks drawMasks(const DropoutSource &source, int64_t rows, bool active);

// As the numbers that autograd can keep.
void keepMasks(torch::autograd::AutogradContext *context, const RowMasks &masks);
RowMasks keptMasks(torch::autograd::AutogradContext *context);

} // namespace helicase
