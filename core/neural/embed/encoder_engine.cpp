#include "core/neural/embed/encoder_engine.h"

#include "core/base/error.h"
#include "core/neural/tensor/attention.h"
#include "core/neural/tensor/gated_row.h"
#include "core/neural/tensor/tile_attention.h"

#include <ATen/Parallel.h>
#include <algorithm>

namespace helicase {

namespace {

// Rows of the feed-forward block at a time: what lies between its two products stays in the cache.
constexpr int64_t rowsPerChunk = 256;

// oneDNN keeps code and memory for every number of rows that it meets: let there be few. The rows
// beyond the tokens hold nothing and are looked at by nobody.
constexpr int64_t rowStep = 64;

int64_t roundedRows(int64_t tokens)
{
    return (tokens + rowStep - 1) / rowStep * rowStep;
}

int64_t rowsPerTask(int64_t width)
{
    return std::max<int64_t>(1, 16384 / width);
}

// The weights of one encoder by their published keys.
class Weights {
public:
    explicit Weights(Encoder &encoder) : parameters_(encoder->named_parameters()) {}

    torch::Tensor at(const std::string &name) const
    {
        return parameters_[name].detach().to(torch::kFloat32);
    }
    PackedLinear linear(const std::string &name, torch::ScalarType type) const
    {
        const std::string bias = name + ".bias";
        return {at(name + ".weight"), parameters_.contains(bias) ? at(bias) : torch::Tensor(),
                type};
    }

private:
    torch::OrderedDict<std::string, torch::Tensor> parameters_;
};

void requireVocabulary(const torch::Tensor &tokens, int64_t size)
{
    const auto [lowestId, highestId] = tokens.aminmax();
    const auto low = lowestId.item<int64_t>();
    const auto high = highestId.item<int64_t>();
    if (low < 0 || high >= size)
        throw Error("token id " + std::to_string(low < 0 ? low : high) +
                        " is outside the model's vocabulary of " + std::to_string(size),
                    "the tokenizer does not belong to this model");
}

const Half *halfRow(const torch::Tensor &tensor, int64_t row)
{
    return static_cast<const Half *>(tensor.const_data_ptr()) + row * tensor.stride(0);
}

// GELU(first half) * second half of each row.
torch::Tensor activated(const torch::Tensor &projected)
{
    const int64_t width = projected.size(1) / 2;
    torch::Tensor output = torch::empty({projected.size(0), width}, projected.options());
    const bool isHalf = projected.scalar_type() == torch::kBFloat16;
    at::parallel_for(0, projected.size(0), rowsPerTask(width), [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) {
            if (isHalf) {
                const Half *gate = halfRow(projected, row);
                gatedGeluRow(gate, gate + width,
                             static_cast<Half *>(output.data_ptr()) + row * width, width);
                continue;
            }
            const float *gate = projected.const_data_ptr<float>() + row * 2 * width;
            gatedGeluRow(gate, gate + width, output.data_ptr<float>() + row * width, width, row,
                         {});
        }
    });
    return output;
}

} // namespace

NormWeights EncoderEngine::Norm::view(float epsilon) const
{
    return {.weight = weight.const_data_ptr<float>(),
            .bias = bias.const_data_ptr<float>(),
            .epsilon = epsilon};
}

EncoderEngine::EncoderEngine(Encoder encoder, Arithmetic arithmetic)
    : config_(encoder->config()), arithmetic_(arithmetic), slopes_(alibiSlopes(config_.heads))
{
    const torch::NoGradGuard noGradient;
    const Weights weights(encoder);
    const auto type = arithmetic == Arithmetic::Float32 ? torch::kFloat32 : torch::kBFloat16;
    const auto norm = [&](const std::string &name) {
        return Norm{weights.at(name + ".weight").contiguous(),
                    weights.at(name + ".bias").contiguous()};
    };
    words_ = weights.at("embeddings.word_embeddings.weight").contiguous();
    types_ = weights.at("embeddings.token_type_embeddings.weight").contiguous();
    embeddingNorm_ = norm("embeddings.LayerNorm");
    for (int64_t i = 0; i < config_.layers; ++i) {
        const std::string prefix = "encoder.layer." + std::to_string(i) + ".";
        layers_.push_back(
            {.queryKeyValue = weights.linear(prefix + "attention.self.Wqkv", type),
             .attentionDense = weights.linear(prefix + "attention.output.dense", type),
             .attentionNorm = norm(prefix + "attention.output.LayerNorm"),
             .gatedLayers = weights.linear(prefix + "mlp.gated_layers", type),
             .feedForwardOutput = weights.linear(prefix + "mlp.wo", type),
             .feedForwardNorm = norm(prefix + "mlp.layernorm")});
    }
}

const torch::Tensor &EncoderEngine::factors(const Stream &stream) const
{
    return arithmetic_ == Arithmetic::Float32 ? stream.rows : stream.copy;
}

// Rows first .. first + added.size(0) - 1 of the stream.
void EncoderEngine::addAndNorm(Stream &stream, int64_t first, const torch::Tensor &added,
                               const Norm &norm) const
{
    const int64_t width = config_.width;
    const NormWeights weights = norm.view(static_cast<float>(config_.layerNormEpsilon));
    auto *rows = stream.rows.data_ptr<float>() + first * width;
    auto *copy = stream.copy.defined() ? static_cast<Half *>(stream.copy.data_ptr()) + first * width
                                       : nullptr;
    const bool isHalf = added.scalar_type() == torch::kBFloat16;
    at::parallel_for(0, added.size(0), rowsPerTask(width), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            float *row = rows + i * width;
            Half *rounded = copy ? copy + i * width : nullptr;
            if (isHalf)
                addAndNormRow(row, halfRow(added, i), weights, width, rounded);
            else
                addAndNormRow(row, added.const_data_ptr<float>() + i * width, weights, width,
                              rounded);
        }
    });
}

EncoderEngine::Stream EncoderEngine::embed(const PackedBatch &batch) const
{
    requireVocabulary(batch.tokens, config_.vocabularySize);
    Stream stream{.rows = torch::zeros({roundedRows(batch.total()), config_.width})};
    stream.rows.narrow(0, 0, batch.total()).copy_(words_.index_select(0, batch.tokens));
    if (arithmetic_ == Arithmetic::BFloat16)
        stream.copy = torch::zeros(stream.rows.sizes(), torch::kBFloat16);
    const torch::Tensor types =
        batch.tokenTypes.defined() ? types_.index_select(0, batch.tokenTypes)
                                   : types_.slice(0, 0, 1).expand(stream.rows.sizes()).contiguous();
    addAndNorm(stream, 0, types, embeddingNorm_);
    return stream;
}

void EncoderEngine::attentionBlock(const Layer &layer, const PackedBatch &batch,
                                   Stream &stream) const
{
    const torch::Tensor context =
        attendForInference(layer.queryKeyValue(factors(stream)), batch, slopes_);
    addAndNorm(stream, 0, layer.attentionDense(context), layer.attentionNorm);
}

void EncoderEngine::feedForwardBlock(const Layer &layer, Stream &stream) const
{
    const int64_t total = stream.rows.size(0);
    for (int64_t first = 0; first < total; first += rowsPerChunk) {
        const int64_t count = std::min(rowsPerChunk, total - first);
        const torch::Tensor gated =
            activated(layer.gatedLayers(factors(stream).narrow(0, first, count)));
        addAndNorm(stream, first, layer.feedForwardOutput(gated), layer.feedForwardNorm);
    }
}

torch::Tensor EncoderEngine::hidden(const PackedBatch &batch, int64_t layers) const
{
    const torch::InferenceMode inference;
    Stream stream = embed(batch);
    for (int64_t i = 0; i < layers; ++i) {
        const Layer &layer = layers_.at(static_cast<size_t>(i));
        attentionBlock(layer, batch, stream);
        feedForwardBlock(layer, stream);
    }
    return stream.rows.narrow(0, 0, batch.total());
}

int64_t EncoderEngine::bytesFor(int64_t tokens) const
{
    // Embedding sum or residual stream and copy, projection, context, result: eight rows at most.
    return tokens * 8 * config_.width * static_cast<int64_t>(sizeof(float)) +
           rowsPerChunk * 3 * config_.feedForwardWidth * static_cast<int64_t>(sizeof(float));
}

} // namespace helicase
