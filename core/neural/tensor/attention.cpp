#include "core/neural/tensor/attention.h"

#include "core/base/error.h"
#include "core/neural/tensor/attention_kernel.h"
#include "core/neural/tensor/gemm.h"
#include "core/neural/tensor/row_masks.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

// What both passes need to find a head's rows.
struct Layout {
    const int32_t *offsets = nullptr;
    const int32_t *positions = nullptr;
    int64_t sequences = 0;
    int64_t heads = 0;
    int64_t total = 0;
    int64_t width = 0;
    bool causal = false;
    const std::vector<float> *slopes = nullptr;
    const RowMasks *masks = nullptr;

    int64_t headWidth() const { return width / heads; }
    HeadView view(const float *queryKeyValue, int64_t sequence, int64_t head) const
    {
        const int64_t first = offsets[sequence];
        const float *start = queryKeyValue + first * 3 * width + head * headWidth();
        return {.query = start,
                .key = start + width,
                .value = start + 2 * width,
                .stride = 3 * width,
                .positions = positions + first,
                .tokens = offsets[sequence + 1] - first,
                .width = headWidth(),
                .slope = (*slopes)[static_cast<size_t>(head)],
                .causal = causal,
                .dropout = masks->mask,
                .rows =
                    masks->rows.defined() ? masks->rows.const_data_ptr<int64_t>() + first : nullptr,
                .rowStart = first,
                .rowStep = heads,
                .firstRow = head};
    }
    HeadOutput output(float *rows, float *logSum, int64_t sequence, int64_t head) const
    {
        const int64_t first = offsets[sequence];
        return {.rows = rows + first * width + head * headWidth(),
                .stride = width,
                .logSum = logSum + head * total + first};
    }
};

// Runs function(sequence, head, scratch) for all pairs, the longest sequences first so that the
// threads finish together. Each pair writes to places of its own: the order does not change the
// result.
template <typename Function>
void forEachHead(const Layout &layout, Function function)
{
    std::vector<int64_t> order(static_cast<size_t>(layout.sequences));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](int64_t i) { return layout.offsets[i + 1] - layout.offsets[i]; });
    const int64_t pairs = layout.sequences * layout.heads;
    std::atomic<int64_t> next = 0;
    at::parallel_for(0, at::get_num_threads(), 1, [&](int64_t, int64_t) {
        const SingleThreadedProducts oneThread;
        AttentionScratch scratch;
        for (int64_t pair = next++; pair < pairs; pair = next++)
            function(order[static_cast<size_t>(pair / layout.heads)], pair % layout.heads, scratch);
    });
}

Layout layoutOf(const torch::Tensor &queryKeyValue, const torch::Tensor &offsets,
                const torch::Tensor &positions, const std::vector<float> &slopes, bool causal,
                const RowMasks &masks)
{
    return {.offsets = offsets.data_ptr<int32_t>(),
            .positions = positions.data_ptr<int32_t>(),
            .sequences = offsets.size(0) - 1,
            .heads = std::ssize(slopes),
            .total = queryKeyValue.size(0),
            .width = queryKeyValue.size(1) / 3,
            .causal = causal,
            .slopes = &slopes,
            .masks = &masks};
}

class Attention final : public torch::autograd::Function<Attention> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context,
                                 const torch::Tensor &queryKeyValue, const torch::Tensor &offsets,
                                 const torch::Tensor &positions, const std::vector<float> &slopes,
                                 bool causal, const RowMasks &masks)
    {
        const torch::Tensor input = queryKeyValue.to(torch::kFloat32).contiguous();
        const Layout layout = layoutOf(input, offsets, positions, slopes, causal, masks);
        torch::Tensor output = torch::empty({layout.total, layout.width}, input.options());
        torch::Tensor logSum = torch::empty({layout.heads, layout.total}, input.options());
        const float *source = input.const_data_ptr<float>();
        auto *result = output.data_ptr<float>();
        auto *sums = logSum.data_ptr<float>();
        forEachHead(layout, [&](int64_t sequence, int64_t head, AttentionScratch &scratch) {
            attendForward(layout.view(source, sequence, head),
                          layout.output(result, sums, sequence, head), scratch);
        });
        context->save_for_backward({input, offsets, positions, output, logSum});
        context->saved_data["slopes"] = std::vector<double>(slopes.begin(), slopes.end());
        context->saved_data["causal"] = causal;
        keepMasks(context, masks);
        return output.to(queryKeyValue.scalar_type());
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   torch::autograd::variable_list outputGradients)
    {
        const auto saved = context->get_saved_variables();
        const auto slopes64 = context->saved_data["slopes"].toDoubleVector();
        const std::vector<float> slopes(slopes64.begin(), slopes64.end());
        const RowMasks masks = keptMasks(context);
        const Layout layout = layoutOf(saved[0], saved[1], saved[2], slopes,
                                       context->saved_data["causal"].toBool(), masks);
        const torch::Tensor incoming = outputGradients[0].to(torch::kFloat32).contiguous();
        torch::Tensor gradient = torch::empty_like(saved[0]);
        const float *source = saved[0].const_data_ptr<float>();
        auto *output = saved[3].data_ptr<float>();
        auto *sums = saved[4].data_ptr<float>();
        const float *arriving = incoming.const_data_ptr<float>();
        auto *result = gradient.data_ptr<float>();
        forEachHead(layout, [&](int64_t sequence, int64_t head, AttentionScratch &scratch) {
            const HeadOutput rows = layout.output(output, sums, sequence, head);
            float *start = result + (layout.view(source, sequence, head).query - source);
            attendBackward(layout.view(source, sequence, head), rows,
                           arriving + (rows.rows - output),
                           {start, start + layout.width, start + 2 * layout.width}, scratch);
        });
        return {gradient.to(outputGradients[0].scalar_type()), {}, {}, {}, {}, {}};
    }
};

} // namespace

std::vector<float> alibiSlopes(int64_t heads)
{
    const auto series = [](int64_t count) {
        const double ratio = std::exp2(-8.0 / static_cast<double>(count));
        std::vector<float> slopes(static_cast<size_t>(count));
        for (size_t i = 0; i < slopes.size(); ++i)
            slopes[i] = static_cast<float>(std::pow(ratio, static_cast<double>(i + 1)));
        return slopes;
    };
    int64_t power = 1;
    while (power * 2 <= heads)
        power *= 2;
    std::vector<float> slopes = series(power);
    const std::vector<float> finer = series(2 * power);
    for (size_t i = 0; std::ssize(slopes) < heads; i += 2)
        slopes.push_back(finer[i]);
    return slopes;
}

torch::Tensor attend(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                     const std::vector<float> &slopes, AttentionMask mask)
{
    return attendWithDropout(queryKeyValue, batch, slopes, mask, {});
}

torch::Tensor attendWithDropout(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                                const std::vector<float> &slopes, AttentionMask mask,
                                const DropoutSource &dropout)
{
    if (!queryKeyValue.device().is_cpu())
        throw Error("attention runs on the CPU in this build", "use --device cpu");
    const auto heads = std::ssize(slopes);
    if (queryKeyValue.dim() != 2 || queryKeyValue.size(0) != batch.total() || heads == 0 ||
        queryKeyValue.size(1) % (3 * heads) != 0)
        throw Error(
            "the projection does not fit the batch: [" + std::to_string(queryKeyValue.size(0)) +
            ", " + std::to_string(queryKeyValue.size(1)) + "] for " +
            std::to_string(batch.total()) + " tokens and " + std::to_string(heads) + " heads");
    return Attention::apply(queryKeyValue, batch.offsets.contiguous(), batch.positions.contiguous(),
                            slopes, mask == AttentionMask::Causal,
                            drawMasks(dropout, batch.total(), /*active=*/true));
}

} // namespace helicase
