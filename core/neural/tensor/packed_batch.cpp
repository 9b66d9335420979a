#include "core/neural/tensor/packed_batch.h"

#include "core/base/error.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

torch::Tensor flatPlaces(const torch::Tensor &mask)
{
    return mask.to(torch::kBool).flatten().nonzero().flatten();
}

torch::Tensor emptyIntegers(size_t count, torch::ScalarType type)
{
    return torch::empty({static_cast<int64_t>(count)}, type);
}

// Fills offsets and longest from the number of tokens of each sequence.
void setLengths(PackedBatch &batch, std::span<const int64_t> lengths)
{
    if (lengths.empty())
        throw Error("a batch needs at least one sequence");
    if (std::ranges::min(lengths) == 0)
        throw Error("a batch holds a sequence without tokens", "leave empty sequences out");
    batch.offsets = emptyIntegers(lengths.size() + 1, torch::kInt32);
    auto *offsets = batch.offsets.data_ptr<int32_t>();
    offsets[0] = 0;
    std::inclusive_scan(lengths.begin(), lengths.end(), offsets + 1);
    batch.longest = std::ranges::max(lengths);
}

// One vector per sequence by a reduction of its [tokens, width] rows. Splitting once keeps the
// backward pass linear in the number of tokens.
template <typename Reduction>
torch::Tensor reduceSequences(const torch::Tensor &flat, const PackedBatch &batch,
                              Reduction reduction)
{
    std::vector<torch::Tensor> rows;
    rows.reserve(static_cast<size_t>(batch.sequences()));
    for (const torch::Tensor &sequence : flat.split_with_sizes(batch.lengths()))
        rows.push_back(reduction(sequence));
    return torch::stack(rows);
}

} // namespace

std::vector<int64_t> PackedBatch::lengths() const
{
    const auto *starts = offsets.data_ptr<int32_t>();
    std::vector<int64_t> result(static_cast<size_t>(sequences()));
    for (size_t i = 0; i < result.size(); ++i)
        result[i] = starts[i + 1] - starts[i];
    return result;
}

PackedBatch pack(std::span<const std::vector<TokenId>> sequences)
{
    std::vector<int64_t> lengths(sequences.size());
    std::ranges::transform(sequences, lengths.begin(),
                           [](const auto &ids) { return std::ssize(ids); });
    PackedBatch batch;
    setLengths(batch, lengths);
    const size_t total = std::accumulate(lengths.begin(), lengths.end(), size_t{0});
    batch.tokens = emptyIntegers(total, torch::kInt64);
    batch.positions = emptyIntegers(total, torch::kInt32);
    auto *token = batch.tokens.data_ptr<int64_t>();
    auto *position = batch.positions.data_ptr<int32_t>();
    for (const std::vector<TokenId> &ids : sequences) {
        token = std::ranges::copy(ids, token).out;
        std::iota(position, position + ids.size(), 0);
        position += ids.size();
    }
    return batch;
}

PackedBatch packPadded(const torch::Tensor &ids, const torch::Tensor &mask,
                       const torch::Tensor &tokenTypes)
{
    if (ids.dim() != 2 || mask.sizes() != ids.sizes())
        throw Error("ids and mask must both be [batch, length]");
    const torch::Tensor counts = mask.to(torch::kBool).sum(1).to(torch::kCPU).contiguous();
    PackedBatch batch;
    setLengths(batch, std::span(counts.data_ptr<int64_t>(), static_cast<size_t>(counts.size(0))));
    batch.tokens = gather(ids, mask);
    batch.positions =
        gather(torch::arange(ids.size(1), torch::kInt32).expand(ids.sizes()), mask.to(torch::kCPU));
    if (tokenTypes.defined())
        batch.tokenTypes = gather(tokenTypes, mask);
    return batch;
}

PackedBatch selectTokens(const PackedBatch &batch, const torch::Tensor &places,
                         std::span<const int64_t> lengths)
{
    PackedBatch selected;
    setLengths(selected, lengths);
    selected.tokens = batch.tokens.index_select(0, places);
    selected.positions = batch.positions.index_select(0, places);
    if (batch.tokenTypes.defined())
        selected.tokenTypes = batch.tokenTypes.index_select(0, places);
    selected.rows = batch.rows.defined() ? batch.rows.index_select(0, places) : places;
    return selected;
}

torch::Tensor gather(const torch::Tensor &padded, const torch::Tensor &mask)
{
    return padded.flatten(0, 1).index_select(0, flatPlaces(mask));
}

torch::Tensor unpack(const torch::Tensor &flat, const torch::Tensor &mask)
{
    const int64_t width = flat.size(1);
    const torch::Tensor padded =
        flat.new_zeros({mask.numel(), width}).index_copy(0, flatPlaces(mask), flat);
    return padded.view({mask.size(0), mask.size(1), width});
}

torch::Tensor meanPool(const torch::Tensor &flat, const PackedBatch &batch)
{
    return reduceSequences(flat, batch, [](const torch::Tensor &rows) { return rows.mean(0); });
}

torch::Tensor maxPool(const torch::Tensor &flat, const PackedBatch &batch)
{
    return reduceSequences(flat, batch, [](const torch::Tensor &rows) { return rows.amax(0); });
}

torch::Tensor firstToken(const torch::Tensor &flat, const PackedBatch &batch)
{
    const torch::Tensor starts = batch.offsets.slice(0, 0, batch.sequences());
    return flat.index_select(0, starts.to(flat.device(), torch::kInt64));
}

} // namespace helicase
