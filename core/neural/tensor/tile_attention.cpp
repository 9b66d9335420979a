#include "core/neural/tensor/tile_attention.h"

#include "core/neural/tensor/attention_tile.h"
#include "core/neural/tensor/tile_product.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <atomic>
#include <numeric>

namespace helicase {

namespace {

std::vector<int64_t> longestFirst(const PackedBatch &batch)
{
    const std::vector<int64_t> lengths = batch.lengths();
    std::vector<int64_t> order(lengths.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](int64_t i) { return lengths[static_cast<size_t>(i)]; });
    return order;
}

// Element: the bits of what the tensors hold.
template <typename Element>
void attendAll(const torch::Tensor &input, const PackedBatch &batch,
               const std::vector<float> &slopes, torch::Tensor &output)
{
    const auto *source = static_cast<const Element *>(input.const_data_ptr());
    auto *result = static_cast<Element *>(output.data_ptr());
    const auto *offsets = batch.offsets.const_data_ptr<int32_t>();
    const auto *positions = batch.positions.const_data_ptr<int32_t>();
    const auto heads = std::ssize(slopes);
    const int64_t width = output.size(1);
    const int64_t headWidth = width / heads;
    const std::vector<int64_t> order = longestFirst(batch);
    const int64_t pairs = batch.sequences() * heads;
    std::atomic<int64_t> next = 0;
    at::parallel_for(0, at::get_num_threads(), 1, [&](int64_t, int64_t) {
        const TileProducts products;
        TileScratch<Element> scratch;
        for (int64_t pair = next++; pair < pairs; pair = next++) {
            const int64_t sequence = order[static_cast<size_t>(pair / heads)];
            const int64_t head = pair % heads;
            const int64_t first = offsets[sequence];
            const Element *start = source + first * 3 * width + head * headWidth;
            attendHead({.query = start,
                        .key = start + width,
                        .value = start + 2 * width,
                        .stride = 3 * width,
                        .positions = positions + first,
                        .tokens = offsets[sequence + 1] - first,
                        .width = headWidth,
                        .slope = slopes[static_cast<size_t>(head)],
                        .output = result + first * width + head * headWidth,
                        .outputStride = width},
                       scratch);
        }
    });
}

} // namespace

torch::Tensor attendForInference(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                                 const std::vector<float> &slopes)
{
    const int64_t width = queryKeyValue.size(1) / 3;
    torch::Tensor output = torch::empty({queryKeyValue.size(0), width}, queryKeyValue.options());
    output.narrow(0, batch.total(), output.size(0) - batch.total()).zero_();
    const bool isHalf = queryKeyValue.scalar_type() == torch::kBFloat16;
    if (isHalf && hasHalfTiles() && width / std::ssize(slopes) % 2 == 0) {
        attendAll<Half>(queryKeyValue, batch, slopes, output);
        return output;
    }
    if (!isHalf) {
        attendAll<float>(queryKeyValue, batch, slopes, output);
        return output;
    }
    torch::Tensor exact = torch::zeros(output.sizes(), torch::kFloat32);
    attendAll<float>(queryKeyValue.to(torch::kFloat32), batch, slopes, exact);
    return exact.to(torch::kBFloat16);
}

} // namespace helicase
