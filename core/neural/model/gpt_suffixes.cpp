#include "core/neural/model/gpt_suffixes.h"

#include "core/base/error.h"

#include <cmath>

namespace helicase {

namespace {

using Affine = GptImpl::Affine;

torch::Tensor normalized(const torch::Tensor &rows, const Affine &norm)
{
    return torch::layer_norm(rows, norm.weight.sizes(), norm.weight, norm.bias,
                             GptImpl::normEpsilon);
}

torch::Tensor product(const torch::Tensor &rows, const Affine &linear)
{
    return torch::linear(rows, linear.weight, linear.bias);
}

// Queries, keys and values [sequences, heads, tokens, width of a head] of hidden states [sequences,
// tokens, width].
struct Heads {
    Heads(const torch::Tensor &hidden, const GptImpl::Block &block, int64_t heads)
    {
        const torch::Tensor all =
            product(normalized(hidden, block.attentionNorm), block.queryKeyValue)
                .view({hidden.size(0), hidden.size(1), 3, heads, hidden.size(2) / heads})
                .permute({2, 0, 3, 1, 4});
        queries = all[0];
        keys = all[1];
        values = all[2];
    }
    torch::Tensor queries, keys, values;
};

// Adds what attention and the feed-forward block give.
torch::Tensor throughBlock(const torch::Tensor &hidden, const torch::Tensor &context,
                           const GptImpl::Block &block)
{
    const torch::Tensor joined = context.transpose(1, 2).reshape(hidden.sizes());
    const torch::Tensor attended = hidden + product(joined, block.attentionOutput);
    const torch::Tensor inner =
        torch::gelu(product(normalized(attended, block.feedForwardNorm), block.feedForward));
    return attended + product(inner, block.feedForwardOutput);
}

torch::Tensor embedded(const Gpt &model, const torch::Tensor &ids, int64_t place)
{
    return model->tokenTable()
               .index_select(0, ids.flatten())
               .view({ids.size(0), ids.size(1), model->config().width}) +
           model->positionTable().narrow(0, place, ids.size(1));
}

torch::Tensor idsOf(std::span<const TokenId> tokens)
{
    return torch::tensor(std::vector<int64_t>(tokens.begin(), tokens.end()), torch::kInt64);
}

torch::Tensor idsOf(std::span<const std::vector<TokenId>> sequences)
{
    std::vector<torch::Tensor> rows;
    for (const std::vector<TokenId> &sequence : sequences)
        rows.push_back(idsOf(std::span<const TokenId>(sequence)));
    return torch::stack(rows);
}

} // namespace

torch::Tensor statesBehind(const Gpt &model, std::span<const TokenId> beginning,
                           std::span<const std::vector<TokenId>> suffixes)
{
    const torch::NoGradGuard noGradients;
    const GptConfig &config = model->config();
    const auto first = std::ssize(beginning);
    const auto count = std::ssize(suffixes);
    const auto length = std::ssize(suffixes.front());
    if (first + length > config.context)
        throw Error("a window of " + std::to_string(first + length) +
                    " letters is longer than the model's context of " +
                    std::to_string(config.context));
    torch::Tensor common = embedded(model, idsOf(beginning).unsqueeze(0), 0);
    torch::Tensor hidden = embedded(model, idsOf(suffixes), first);
    // A place of the suffix sees all of the beginning and what stands before it.
    const torch::Tensor seen = torch::ones({length, first + length}, torch::kBool).tril(first);
    for (int64_t i = 0; i < config.layers; ++i) {
        const GptImpl::Block block = model->block(i);
        const Heads before(common, block, config.heads);
        const Heads heads(hidden, block, config.heads);
        const auto joined = [&](const torch::Tensor &shared, const torch::Tensor &own) {
            return torch::cat({shared.expand({count, -1, -1, -1}), own}, 2);
        };
        hidden = throughBlock(
            hidden,
            at::scaled_dot_product_attention(heads.queries, joined(before.keys, heads.keys),
                                             joined(before.values, heads.values), seen),
            block);
        if (first > 0)
            common = throughBlock(common,
                                  at::scaled_dot_product_attention(before.queries, before.keys,
                                                                   before.values, {}, 0, true),
                                  block);
    }
    const torch::Tensor all = torch::cat({common.expand({count, -1, -1}), hidden}, 1);
    return normalized(all, model->finalNorm());
}

} // namespace helicase
