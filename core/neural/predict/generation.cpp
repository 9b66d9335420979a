#include "core/neural/predict/generation.h"

#include "core/base/error.h"
#include "core/base/progress.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

torch::Tensor normalised(const torch::Tensor &rows, const GptImpl::Affine &norm)
{
    return torch::layer_norm(rows, norm.weight.sizes(), norm.weight, norm.bias,
                             GptImpl::normEpsilon);
}

torch::Tensor projected(const torch::Tensor &rows, const GptImpl::Affine &linear)
{
    return torch::linear(rows, linear.weight, linear.bias);
}

void requireRules(const SamplingRules &rules)
{
    if (!(rules.temperature > 0))
        throw Error("the temperature must be above 0", "top-k 1 always takes the likeliest token");
    if (rules.topK < 0)
        throw Error("top-k must not be negative");
    if (!(rules.topP > 0 && rules.topP <= 1))
        throw Error("top-p must be above 0 and at most 1");
}

// How many of the tokens in falling order hold the share.
size_t countHolding(std::span<const double> weights, double share)
{
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    double sum = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i];
        if (sum >= share * total)
            return i + 1;
    }
    return weights.size();
}

} // namespace

GptContext::GptContext(const Gpt &model) : model_(model)
{
    const GptConfig &config = model->config();
    const std::vector<int64_t> shape{config.heads, config.context, config.width / config.heads};
    for (int64_t i = 0; i < config.layers; ++i) {
        blocks_.push_back(model->block(i));
        keys_.push_back(torch::empty(shape));
        values_.push_back(torch::empty(shape));
    }
}

torch::Tensor GptContext::layer(int64_t index, const torch::Tensor &hidden)
{
    const auto place = static_cast<size_t>(index);
    const GptImpl::Block &block = blocks_[place];
    const int64_t count = hidden.size(0);
    const int64_t heads = model_->config().heads;
    const int64_t end = size_ + count;
    const torch::Tensor rows =
        projected(normalised(hidden, block.attentionNorm), block.queryKeyValue)
            .view({count, 3, heads, -1})
            .permute({1, 2, 0, 3});
    keys_[place].slice(1, size_, end).copy_(rows[1]);
    values_[place].slice(1, size_, end).copy_(rows[2]);
    const double scale = 1 / std::sqrt(static_cast<double>(rows.size(3)));
    torch::Tensor scores = rows[0].matmul(keys_[place].slice(1, 0, end).transpose(1, 2)) * scale;
    if (count > 1)
        scores.masked_fill_(torch::ones({count, end}, torch::kBool).triu(size_ + 1), -INFINITY);
    const torch::Tensor context = torch::softmax(scores, 2)
                                      .matmul(values_[place].slice(1, 0, end))
                                      .transpose(0, 1)
                                      .reshape({count, -1});
    const torch::Tensor attended = hidden + projected(context, block.attentionOutput);
    const torch::Tensor inner =
        torch::gelu(projected(normalised(attended, block.feedForwardNorm), block.feedForward));
    return attended + projected(inner, block.feedForwardOutput);
}

torch::Tensor GptContext::append(std::span<const TokenId> tokens)
{
    const torch::NoGradGuard noGradients;
    const auto count = std::ssize(tokens);
    const GptConfig &config = model_->config();
    if (count == 0 || size_ + count > config.context)
        throw Error(std::to_string(count) + " tokens do not fit into a context of " +
                    std::to_string(config.context) + " that holds " + std::to_string(size_));
    torch::Tensor ids = torch::empty({count}, torch::kInt64);
    std::ranges::copy(tokens, ids.data_ptr<int64_t>());
    torch::Tensor hidden = torch::embedding(model_->tokenTable(), ids) +
                           model_->positionTable().slice(0, size_, size_ + count);
    for (int64_t i = 0; i < config.layers; ++i)
        hidden = layer(i, hidden);
    size_ += count;
    return model_->logits(normalised(hidden.slice(0, count - 1), model_->finalNorm()))[0];
}

int64_t drawToken(const torch::Tensor &logits, const SamplingRules &rules, RandomStream &random)
{
    const torch::Tensor values = logits.to(torch::kFloat64).contiguous();
    const std::span scores(values.const_data_ptr<double>(), static_cast<size_t>(values.numel()));
    std::vector<size_t> order(scores.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](size_t i) { return scores[i]; });
    if (rules.topK > 0 && std::cmp_less(rules.topK, order.size()))
        order.resize(static_cast<size_t>(rules.topK));
    std::vector<double> weights(order.size());
    std::ranges::transform(order, weights.begin(), [&](size_t i) {
        return std::exp((scores[i] - scores[order.front()]) / rules.temperature);
    });
    weights.resize(countHolding(weights, rules.topP));
    double left = random.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    size_t chosen = 0;
    while (chosen + 1 < weights.size() && left >= weights[chosen])
        left -= weights[chosen++];
    return static_cast<int64_t>(order[chosen]);
}

std::vector<TokenId> continueTokens(const Gpt &model, std::span<const TokenId> prompt,
                                    int64_t count, const SamplingRules &rules, int64_t slide,
                                    RandomStream &random, const std::stop_token &stop)
{
    requireRules(rules);
    const int64_t context = model->config().context;
    if (prompt.empty())
        throw Error("a prompt of at least one letter is needed", "give one with --prompt");
    if (slide < 1 || slide > context)
        throw Error("the context can slide by 1 to " + std::to_string(context) + " tokens (found " +
                    std::to_string(slide) + ")");
    const auto shown = std::min<int64_t>(std::ssize(prompt), context);
    std::vector<TokenId> all(prompt.end() - shown, prompt.end());
    GptContext cache(model);
    torch::Tensor logits = cache.append(all);
    for (int64_t made = 0; made < count; ++made) {
        throwIfStopped(stop);
        all.push_back(static_cast<TokenId>(drawToken(logits, rules, random)));
        if (made + 1 == count)
            break;
        if (!cache.isFull()) {
            logits = cache.append(std::span(all).last(1));
            continue;
        }
        cache.clear();
        const auto kept = static_cast<size_t>(std::max<int64_t>(1, context + 1 - slide));
        logits = cache.append(std::span(all).last(kept));
    }
    return {all.begin() + shown, all.end()};
}

} // namespace helicase
