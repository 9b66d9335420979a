#include "core/neural/model/instance_mix.h"

#include "core/base/error.h"

namespace helicase {

namespace {

// Places in the flat row of the batch, for every token of the mixture.
struct MixedPlaces {
    std::vector<int64_t> own;
    std::vector<int64_t> partner;
    std::vector<float> share;
    std::vector<int64_t> lengths; // of the mixed sequences
};

// Positions rise within a sequence: both are walked through once.
void addCommonPlaces(const PackedBatch &batch, int64_t own, int64_t partner, float share,
                     MixedPlaces &places)
{
    const auto *start = batch.offsets.const_data_ptr<int32_t>();
    const auto *position = batch.positions.const_data_ptr<int32_t>();
    const size_t before = places.own.size();
    int64_t i = start[own], j = start[partner];
    while (i < start[own + 1] && j < start[partner + 1]) {
        if (position[i] == position[j]) {
            places.own.push_back(i);
            places.partner.push_back(j);
            places.share.push_back(share);
        }
        const bool isBehind = position[i] <= position[j];
        j += position[j] <= position[i];
        i += isBehind;
    }
    places.lengths.push_back(static_cast<int64_t>(places.own.size() - before));
}

void requireSequence(int64_t number, const PackedBatch &batch)
{
    if (number < 0 || number >= batch.sequences())
        throw Error("cannot mix sequence " + std::to_string(number) + ": the batch has " +
                    std::to_string(batch.sequences()));
}

} // namespace

MixedOutput forwardMixed(Encoder &encoder, const PackedBatch &batch, const InstanceMix &mix)
{
    const int64_t layers = encoder->config().layers;
    if (mix.layer < 0 || mix.layer > layers)
        throw Error("cannot mix after " + std::to_string(mix.layer) + " layers: the encoder has " +
                    std::to_string(layers));
    MixedPlaces places;
    for (size_t i = 0; i < mix.own.size(); ++i) {
        requireSequence(mix.own[i], batch);
        requireSequence(mix.partner[i], batch);
        addCommonPlaces(batch, mix.own[i], mix.partner[i], mix.share[i], places);
    }
    const torch::Tensor own = torch::tensor(places.own);
    const torch::Tensor partner = torch::tensor(places.partner);
    const torch::Tensor share = torch::tensor(places.share).unsqueeze(1);

    const torch::Tensor hidden = encoder->runLayers(encoder->embed(batch), batch, 0, mix.layer);
    const torch::Tensor mixed =
        hidden.index_select(0, own) * share + hidden.index_select(0, partner) * (1 - share);
    MixedOutput output{.batch = selectTokens(batch, own, places.lengths)};
    output.last = encoder->runLayers(mixed, output.batch, mix.layer, layers);
    return output;
}

} // namespace helicase
