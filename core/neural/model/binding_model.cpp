#include "core/neural/model/binding_model.h"

#include "core/base/error.h"
#include "core/neural/model/encoder_layer.h"
#include "core/neural/model/weight_init.h"
#include "core/sequence/base_index.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

torch::nn::Conv1d makeConvolution(int64_t inputs, int64_t channels)
{
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(inputs, channels, 11).padding(5));
}

} // namespace

BindingHeadImpl::BindingHeadImpl(int64_t width, RandomStream &random, double dropout,
                                 int64_t channels)
    : dropout_(dropout),
      norm_(register_module("layer_norm",
                            torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})))),
      convolution_(register_module("conv1d", makeConvolution(width, channels))),
      output_(register_module("fc", torch::nn::Linear(channels, 1)))
{
    drawDefaultWeights(*this, makeGenerator(random));
    generator_ = makeGenerator(random);
}

torch::Tensor BindingHeadImpl::forward(const torch::Tensor &baseVectors)
{
    const torch::Tensor channels = torch::gelu(convolution_(norm_(baseVectors).transpose(1, 2)));
    const torch::Tensor kept = dropOut(channels, {dropout_, generator_}, is_training());
    return output_(kept.transpose(1, 2)).squeeze(2);
}

BaseLayout layOutBases(const PackedBatch &batch, std::span<const std::vector<TokenSpan>> spans,
                       int64_t bases)
{
    if (std::ssize(spans) != batch.sequences())
        throw Error("spans and batch differ in their number of sequences");
    BaseLayout layout{.tokens = torch::full({batch.sequences(), bases}, -1, torch::kInt64),
                      .offsets = torch::zeros({batch.sequences(), bases}, torch::kInt64)};
    auto *tokens = layout.tokens.data_ptr<int64_t>();
    auto *offsets = layout.offsets.data_ptr<int64_t>();
    const std::vector<int64_t> lengths = batch.lengths();
    int64_t token = 0;
    for (size_t sequence = 0; sequence < spans.size(); ++sequence) {
        if (std::ssize(spans[sequence]) != lengths[sequence])
            throw Error("sequence " + std::to_string(sequence) + " of the batch has " +
                        std::to_string(lengths[sequence]) + " tokens but " +
                        std::to_string(spans[sequence].size()) + " spans");
        const int64_t row = static_cast<int64_t>(sequence) * bases;
        for (const TokenSpan span : spans[sequence]) {
            for (int64_t base = span.begin; base < std::min<int64_t>(span.end, bases); ++base) {
                tokens[row + base] = token;
                offsets[row + base] = base - span.begin;
            }
            ++token;
        }
    }
    return layout;
}

BindingModelImpl::BindingModelImpl(Encoder sharedEncoder, RandomStream &random)
    : encoder(std::move(sharedEncoder))
{
    // The encoder's parts become direct children so that its keys carry no prefix.
    for (const auto &part : encoder->named_children())
        register_module(part.key(), part.value());
    const int64_t width = encoder->config().width;
    offsets = register_module("offset_embedding", torch::nn::Embedding(largestOffset + 1, width));
    drawBertWeights(*offsets, encoder->config().initializerRange, makeGenerator(random));
    head = register_module("regressor", BindingHead(width, random));
}

torch::Tensor BindingModelImpl::forward(const PackedBatch &batch, const BaseLayout &layout)
{
    return scores(encoder->forward(batch).last, layout);
}

torch::Tensor BindingModelImpl::scores(const torch::Tensor &last, const BaseLayout &layout)
{
    // Row 0 stands for "no token".
    const torch::Tensor rows = torch::cat({last.new_zeros({1, last.size(1)}), last});
    const torch::Tensor vectors = rows.index_select(0, layout.tokens.flatten() + 1);
    const torch::Tensor places = offsets(layout.offsets.flatten().clamp_max(largestOffset));
    const torch::Tensor covered = (layout.tokens.flatten() >= 0).unsqueeze(1);
    return head((vectors + places * covered)
                    .view({layout.tokens.size(0), layout.tokens.size(1), last.size(1)}));
}

void BindingModelImpl::train(bool on)
{
    Module::train(on);
    encoder->train(on);
}

void BindingModelImpl::setDropoutGenerator(const at::Generator &generator)
{
    encoder->setDropoutGenerator(generator);
    head->setDropoutGenerator(generator);
}

BindingBaselineImpl::BindingBaselineImpl(RandomStream &random, int64_t channels)
    : convolution_(register_module("initial_conv", makeConvolution(4, channels))),
      head_(register_module("head", BindingHead(channels, random, 0.2, channels)))
{
    const torch::NoGradGuard noGradient;
    const at::Generator generator = makeGenerator(random);
    for (const auto &part : modules(/*include_self=*/false)) {
        if (auto *convolution = part->as<torch::nn::Conv1d>()) {
            const auto fanOut =
                static_cast<double>(convolution->weight.size(0) * convolution->weight.size(2));
            convolution->weight.normal_(0, std::sqrt(2 / fanOut), generator);
            convolution->bias.zero_();
        } else if (auto *linear = part->as<torch::nn::Linear>()) {
            const auto fans = static_cast<double>(linear->weight.size(0) + linear->weight.size(1));
            const double bound = std::sqrt(6 / fans);
            linear->weight.uniform_(-bound, bound, generator);
            linear->bias.zero_();
        }
    }
}

torch::Tensor BindingBaselineImpl::forward(const torch::Tensor &oneHot)
{
    return head_(torch::gelu(convolution_(oneHot)).transpose(1, 2));
}

torch::Tensor oneHotBases(std::span<const std::string_view> sequences, int64_t bases)
{
    torch::Tensor result = torch::zeros({std::ssize(sequences), 4, bases});
    auto *values = result.data_ptr<float>();
    for (const std::string_view sequence : sequences) {
        const int64_t length = std::min<int64_t>(std::ssize(sequence), bases);
        for (int64_t base = 0; base < length; ++base)
            if (const int64_t row = baseIndex(sequence[static_cast<size_t>(base)]); row >= 0)
                values[row * bases + base] = 1;
        values += 4 * bases;
    }
    return result;
}

} // namespace helicase
