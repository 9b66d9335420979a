#include "core/neural/model/encoder.h"

#include "core/base/error.h"
#include "core/neural/model/encoder_layer.h"
#include "core/neural/model/weight_init.h"

namespace helicase {

namespace {

class EmbeddingLayerImpl final : public torch::nn::Module {
public:
    EmbeddingLayerImpl(const EncoderConfig &config, std::shared_ptr<DropoutSource> dropout)
        : words(register_module("word_embeddings",
                                torch::nn::Embedding(config.vocabularySize, config.width))),
          types(register_module("token_type_embeddings",
                                torch::nn::Embedding(config.tokenTypes, config.width))),
          norm(register_module("LayerNorm", makeLayerNorm(config))), dropout_(std::move(dropout)),
          paddingIndex_(config.paddingIndex)
    {
    }

    torch::Tensor forward(const PackedBatch &batch)
    {
        const torch::Tensor vectors = torch::embedding(words->weight, batch.tokens, paddingIndex_);
        const torch::Tensor added =
            batch.tokenTypes.defined() ? types(batch.tokenTypes) : types->weight.slice(0, 0, 1);
        return dropOut(norm(vectors + added), *dropout_, is_training());
    }

    torch::nn::Embedding words;
    torch::nn::Embedding types;
    torch::nn::LayerNorm norm;

private:
    std::shared_ptr<DropoutSource> dropout_;
    int64_t paddingIndex_;
};
TORCH_MODULE(EmbeddingLayer);

class LayerStack final : public torch::nn::Module {
public:
    explicit LayerStack(torch::nn::ModuleList list) { register_module("layer", std::move(list)); }
};

class Pooler final : public torch::nn::Module {
public:
    explicit Pooler(int64_t width) : dense(register_module("dense", AdaptableLinear(width, width)))
    {
    }
    AdaptableLinear dense;
};

void requireInVocabulary(const torch::Tensor &tokens, int64_t vocabularySize)
{
    const auto [lowest, highest] = tokens.aminmax();
    if (lowest.item<int64_t>() >= 0 && highest.item<int64_t>() < vocabularySize)
        return;
    throw Error("token id " +
                    std::to_string(lowest.item<int64_t>() < 0 ? lowest.item<int64_t>()
                                                              : highest.item<int64_t>()) +
                    " is outside the model's vocabulary of " + std::to_string(vocabularySize),
                "the tokenizer does not belong to this model");
}

} // namespace

struct EncoderImpl::Parts {
    std::shared_ptr<DropoutSource> dropout;
    EmbeddingLayer embeddings = nullptr;
    std::vector<EncoderLayer> layers;
    std::shared_ptr<Pooler> pooler;
};

EncoderImpl::EncoderImpl(const EncoderConfig &config, RandomStream &random)
    : config_(config), parts_(std::make_shared<Parts>())
{
    config_.check();
    at::Generator generator = makeGenerator(random);
    parts_->dropout = std::make_shared<DropoutSource>(config_.dropout, makeGenerator(random));
    parts_->embeddings = register_module("embeddings", EmbeddingLayer(config_, parts_->dropout));
    torch::nn::ModuleList list;
    for (int64_t i = 0; i < config_.layers; ++i) {
        parts_->layers.emplace_back(config_, parts_->dropout);
        list->push_back(parts_->layers.back());
    }
    register_module("encoder", std::make_shared<LayerStack>(list));
    parts_->pooler = register_module("pooler", std::make_shared<Pooler>(config_.width));
    drawBertWeights(*this, config_.initializerRange, generator);
    const torch::NoGradGuard noGradient;
    if (config_.paddingIndex >= 0)
        parts_->embeddings->words->weight[config_.paddingIndex].zero_();
}

torch::Tensor EncoderImpl::embed(const PackedBatch &batch)
{
    requireInVocabulary(batch.tokens, config_.vocabularySize);
    parts_->dropout->rows = batch.rows;
    return parts_->embeddings(batch);
}

torch::Tensor EncoderImpl::runLayers(torch::Tensor hidden, const PackedBatch &batch, int64_t first,
                                     int64_t last)
{
    requireTrainable();
    parts_->dropout->rows = batch.rows;
    for (int64_t i = first; i < last; ++i)
        hidden = parts_->layers.at(static_cast<size_t>(i))(hidden, batch);
    return hidden;
}

EncoderOutput EncoderImpl::forward(const PackedBatch &batch, KeepLayers keep)
{
    EncoderOutput output;
    output.embedding = embed(batch);
    if (keep == KeepLayers::No) {
        output.last = runLayers(output.embedding, batch, 0, config_.layers);
        return output;
    }
    requireTrainable();
    output.last = output.embedding;
    for (EncoderLayer &layer : parts_->layers) {
        output.last = layer(output.last, batch, &output.attentionBlocks.emplace_back());
        output.layers.push_back(output.last);
    }
    return output;
}

void EncoderImpl::requireTrainable() const
{
    if (is_training() && config_.attentionDropout > 0)
        throw Error("dropout of attention probabilities is not supported in training",
                    "set attention_probs_dropout_prob to 0, the published value");
}

torch::Tensor EncoderImpl::pool(const torch::Tensor &last, const PackedBatch &batch)
{
    return torch::tanh(parts_->pooler->dense(firstToken(last, batch)));
}

void EncoderImpl::setDropoutGenerator(const at::Generator &generator)
{
    parts_->dropout->generator = generator;
}

torch::Tensor EncoderImpl::wordEmbeddings() const
{
    return parts_->embeddings->words->weight;
}

} // namespace helicase
