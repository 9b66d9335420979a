#include "core/neural/model/gpt.h"

#include "core/base/error.h"
#include "core/neural/model/module_group.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tensor/attention.h"
#include "core/neural/tensor/residual_norm.h"

#include <cmath>

namespace helicase {

namespace {

constexpr double initialDeviation = 0.02;
constexpr int64_t ignoredTarget = -1;

torch::nn::Linear makeGptLinear(int64_t inputs, int64_t outputs, bool hasBias)
{
    return torch::nn::Linear(torch::nn::LinearOptions(inputs, outputs).bias(hasBias));
}

// LayerNorm that may have a weight only.
class GptNormImpl final : public torch::nn::Module {
public:
    GptNormImpl(int64_t width, bool hasBias)
        : weight(register_parameter("weight", torch::ones({width})))
    {
        if (hasBias)
            bias = register_parameter("bias", torch::zeros({width}));
    }
    torch::Tensor forward(const torch::Tensor &rows) const
    {
        return torch::layer_norm(rows, weight.sizes(), weight, bias, GptImpl::normEpsilon);
    }
    NormParameters parameters() const { return {weight, bias, GptImpl::normEpsilon}; }

    torch::Tensor weight;
    torch::Tensor bias;
};
TORCH_MODULE(GptNorm);

class GptBlockImpl final : public torch::nn::Module {
public:
    explicit GptBlockImpl(const GptConfig &config)
        : attentionNorm(register_module("ln_1", GptNorm(config.width, config.hasBias)))
    {
        const int64_t width = config.width;
        const auto attention = register_module("attn", std::make_shared<ModuleGroup>());
        queryKeyValue = attention->add("c_attn", makeGptLinear(width, 3 * width, config.hasBias));
        attentionOutput = attention->add("c_proj", makeGptLinear(width, width, config.hasBias));
        feedForwardNorm = register_module("ln_2", GptNorm(width, config.hasBias));
        const auto feedForwardBlock = register_module("mlp", std::make_shared<ModuleGroup>());
        feedForward =
            feedForwardBlock->add("c_fc", makeGptLinear(width, 4 * width, config.hasBias));
        feedForwardOutput =
            feedForwardBlock->add("c_proj", makeGptLinear(4 * width, width, config.hasBias));
    }

    GptNorm attentionNorm;
    torch::nn::Linear queryKeyValue = nullptr;
    torch::nn::Linear attentionOutput = nullptr;
    GptNorm feedForwardNorm = nullptr;
    torch::nn::Linear feedForward = nullptr;
    torch::nn::Linear feedForwardOutput = nullptr;
};
TORCH_MODULE(GptBlock);

GptImpl::Affine affineOf(const torch::nn::Linear &linear)
{
    return {linear->weight, linear->bias};
}

GptImpl::Affine affineOf(const GptNorm &norm)
{
    return {norm->weight, norm->bias};
}

void requireTokens(const torch::Tensor &tokens, int64_t vocabularySize)
{
    const auto [lowest, highest] = tokens.aminmax();
    const auto smallest = lowest.item<int64_t>();
    const auto largest = highest.item<int64_t>();
    if (smallest >= 0 && largest < vocabularySize)
        return;
    throw Error("token id " + std::to_string(smallest < 0 ? smallest : largest) +
                    " is outside the model's vocabulary of " + std::to_string(vocabularySize),
                "the tokens were made with another alphabet");
}

} // namespace

struct GptImpl::Parts {
    DropoutSource dropout;
    AttentionDropout attentionDropout = AttentionDropout::InTraining;
    torch::nn::Embedding tokens = nullptr;
    torch::nn::Embedding positions = nullptr;
    std::vector<GptBlock> blocks;
    GptNorm finalNorm = nullptr;
};

GptImpl::GptImpl(const GptConfig &config, RandomStream &random)
    : config_(config), parts_(std::make_shared<Parts>())
{
    config_.check();
    const at::Generator generator = makeGenerator(random);
    parts_->dropout = {config_.dropout, makeGenerator(random)};
    const auto transformer = register_module("transformer", std::make_shared<ModuleGroup>());
    parts_->tokens =
        transformer->add("wte", torch::nn::Embedding(config_.vocabularySize, config_.width));
    parts_->positions =
        transformer->add("wpe", torch::nn::Embedding(config_.context, config_.width));
    torch::nn::ModuleList blocks;
    for (int64_t i = 0; i < config_.layers; ++i) {
        parts_->blocks.emplace_back(config_);
        blocks->push_back(parts_->blocks.back());
    }
    transformer->add("h", blocks);
    parts_->finalNorm = transformer->add("ln_f", GptNorm(config_.width, config_.hasBias));
    drawBertWeights(*this, initialDeviation, generator);
    const torch::NoGradGuard noGradient;
    const double deviation = initialDeviation / std::sqrt(2 * static_cast<double>(config_.layers));
    for (const GptBlock &block : parts_->blocks)
        for (const torch::nn::Linear &output : {block->attentionOutput, block->feedForwardOutput})
            output->weight.normal_(0, deviation, generator);
}

torch::Tensor GptImpl::embed(const PackedBatch &batch) const
{
    if (batch.longest > config_.context)
        throw Error("a sequence of " + std::to_string(batch.longest) +
                        " tokens is longer than the model's context of " +
                        std::to_string(config_.context),
                    "cut it into windows of at most that length");
    requireTokens(batch.tokens, config_.vocabularySize);
    return torch::embedding(parts_->tokens->weight, batch.tokens) +
           torch::embedding(parts_->positions->weight, batch.positions);
}

GptOutput GptImpl::forward(const PackedBatch &batch, KeepHidden keep)
{
    static const DropoutSource none;
    const bool drops = is_training();
    DropoutSource &dropout = parts_->dropout;
    dropout.rows = batch.rows;
    const bool dropsAttention = drops || parts_->attentionDropout == AttentionDropout::Always;
    // No bias by distance: positions are learned.
    const std::vector<float> slopes(static_cast<size_t>(config_.heads), 0.0F);
    GptOutput output;
    const torch::Tensor embedding = embed(batch);
    if (keep == KeepHidden::Yes)
        output.embedding = embedding;
    torch::Tensor hidden = dropOut(embedding, dropout, drops);
    torch::Tensor norm = parts_->blocks.front()->attentionNorm(hidden);
    for (size_t i = 0; i < parts_->blocks.size(); ++i) {
        GptBlock &block = parts_->blocks[i];
        const torch::Tensor context =
            attendWithDropout(block->queryKeyValue(norm), batch, slopes, AttentionMask::Causal,
                              dropsAttention ? dropout : none);
        std::tie(hidden, norm) = addAndNorm(hidden, block->attentionOutput(context),
                                            block->feedForwardNorm->parameters(), dropout, drops);
        const GptNorm &next = i + 1 < parts_->blocks.size() ? parts_->blocks[i + 1]->attentionNorm
                                                            : parts_->finalNorm;
        std::tie(hidden, norm) =
            addAndNorm(hidden, block->feedForwardOutput(exactGelu(block->feedForward(norm))),
                       next->parameters(), dropout, drops);
        if (keep == KeepHidden::Yes)
            output.layers.push_back(hidden);
    }
    output.last = norm;
    return output;
}

torch::Tensor GptImpl::logits(const torch::Tensor &last) const
{
    return torch::linear(last, parts_->tokens->weight);
}

void GptImpl::setAttentionDropout(AttentionDropout use)
{
    parts_->attentionDropout = use;
}

void GptImpl::setDropoutGenerator(const at::Generator &generator)
{
    parts_->dropout.generator = generator;
}

void GptImpl::setDropout(double probability)
{
    parts_->dropout.probability = probability;
}

GptImpl::Block GptImpl::block(int64_t layer) const
{
    const GptBlock &block = parts_->blocks.at(static_cast<size_t>(layer));
    return {.attentionNorm = affineOf(block->attentionNorm),
            .queryKeyValue = affineOf(block->queryKeyValue),
            .attentionOutput = affineOf(block->attentionOutput),
            .feedForwardNorm = affineOf(block->feedForwardNorm),
            .feedForward = affineOf(block->feedForward),
            .feedForwardOutput = affineOf(block->feedForwardOutput)};
}

GptImpl::Affine GptImpl::finalNorm() const
{
    return affineOf(parts_->finalNorm);
}

torch::Tensor GptImpl::tokenTable() const
{
    return parts_->tokens->weight;
}

torch::Tensor GptImpl::positionTable() const
{
    return parts_->positions->weight;
}

torch::Tensor attentionWeights(const Gpt &model, int64_t layer, const torch::Tensor &hidden)
{
    const GptImpl::Block block = model->block(layer);
    const int64_t heads = model->config().heads;
    const int64_t tokens = hidden.size(0);
    const torch::Tensor norm =
        torch::layer_norm(hidden, block.attentionNorm.weight.sizes(), block.attentionNorm.weight,
                          block.attentionNorm.bias, GptImpl::normEpsilon);
    const torch::Tensor rows =
        torch::linear(norm, block.queryKeyValue.weight, block.queryKeyValue.bias)
            .view({tokens, 3, heads, -1})
            .permute({1, 2, 0, 3});
    const double scale = 1 / std::sqrt(static_cast<double>(rows.size(3)));
    const torch::Tensor future = torch::ones({tokens, tokens}, torch::kBool).triu(1);
    return torch::softmax(
        (rows[0].matmul(rows[1].transpose(1, 2)) * scale).masked_fill(future, -INFINITY), 2);
}

torch::Tensor nextTokenLoss(const Gpt &model, const torch::Tensor &last,
                            const torch::Tensor &targets)
{
    return torch::cross_entropy_loss(model->logits(last).to(torch::kFloat32), targets, {},
                                     at::Reduction::Mean, ignoredTarget);
}

} // namespace helicase
