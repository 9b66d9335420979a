#include "core/neural/tasks/contrastive_network.h"

#include "core/neural/model/instance_mix.h"
#include "core/neural/model/losses.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/model/model_location.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tasks/starting_encoder.h"

#include <numeric>

namespace helicase {

namespace {

Encoder startingEncoder(const OptionValues &options, int64_t vocabularySize, RandomStream &random)
{
    if (options.text("model.path").empty())
        return Encoder(freshEncoderConfig(options, vocabularySize), random);
    const ModelFolder folder(locateModel(options.path("model.path")));
    Encoder encoder = folder.loadEncoder();
    requireRoomForTokens(encoder->config(), vocabularySize, folder.path());
    return encoder;
}

// The mean over the tokens of each of the part's own sequences, mixed or not.
torch::Tensor pooledStates(Encoder &encoder, const PartSequences &sequences)
{
    if (sequences.partner.empty())
        return meanPool(encoder->forward(sequences.packed).last, sequences.packed);
    InstanceMix mix{
        .layer = sequences.layer, .partner = sequences.partner, .share = sequences.share};
    mix.own.resize(sequences.partner.size());
    std::iota(mix.own.begin(), mix.own.end(), 0);
    const MixedOutput output = forwardMixed(encoder, sequences.packed, mix);
    return meanPool(output.last, output.batch);
}

} // namespace

ContrastiveNetwork::ContrastiveNetwork(const OptionValues &options, int64_t vocabularySize)
    : temperature_(options.real("objective.temperature")),
      featureCount_(options.integer("objective.features"))
{
    RandomStream random(static_cast<uint64_t>(options.integer("seed")), "weights");
    encoder_ = startingEncoder(options, vocabularySize, random);
    head_ = ContrastiveHead(encoder_->config().width, featureCount_, random);
    dropout_ = makeGenerator(random);
    encoder_->setDropoutGenerator(dropout_);
}

void ContrastiveNetwork::trainWithDropout(uint64_t seed)
{
    encoder_->train();
    dropout_.set_current_seed(seed);
}

ContrastiveNetwork::Features ContrastiveNetwork::features(const ContrastivePart &part)
{
    const PartSequences sequences = sequencesOf(part);
    const torch::Tensor rows = head_(pooledStates(encoder_, sequences)).to(torch::kFloat32);
    return {rows, sequences.tokens};
}

torch::Tensor ContrastiveNetwork::loss(const torch::Tensor &features,
                                       const ContrastiveBatch &batch) const
{
    const torch::Tensor first = features.slice(0, 0, batch.pairs());
    const torch::Tensor second = features.slice(0, batch.pairs());
    if (!batch.mix)
        return weightedContrastiveLoss(first, second, temperature_);
    return mixedContrastiveLoss(first, second, torch::tensor(batch.mix->comparedWith),
                                torch::tensor(batch.mix->share), temperature_);
}

} // namespace helicase
