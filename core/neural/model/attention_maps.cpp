#include "core/neural/model/attention_maps.h"

#include "core/neural/tensor/attention.h"

#include <cmath>

namespace helicase {

namespace {

// [heads, tokens, tokens], above or below the diagonal alike: minus the slope times the distance.
torch::Tensor distanceBias(int64_t heads, int64_t tokens)
{
    const torch::Tensor places = torch::arange(tokens, torch::kFloat32);
    const torch::Tensor distances = (places.unsqueeze(0) - places.unsqueeze(1)).abs();
    return -torch::tensor(alibiSlopes(heads)).view({heads, 1, 1}) * distances;
}

} // namespace

std::vector<torch::Tensor> attentionMaps(const Encoder &encoder, const EncoderOutput &output)
{
    const torch::NoGradGuard noGradients;
    const EncoderConfig &config = encoder->config();
    const auto parameters = encoder->named_parameters();
    const int64_t tokens = output.embedding.size(0);
    const int64_t headWidth = config.width / config.heads;
    const torch::Tensor bias = distanceBias(config.heads, tokens);
    std::vector<torch::Tensor> maps;
    for (int64_t layer = 0; layer < config.layers; ++layer) {
        const std::string name = "encoder.layer." + std::to_string(layer) + ".attention.self.Wqkv.";
        const torch::Tensor &hidden =
            layer == 0 ? output.embedding : output.layers.at(static_cast<size_t>(layer - 1));
        const torch::Tensor heads =
            torch::linear(hidden, parameters[name + "weight"], parameters[name + "bias"])
                .view({tokens, 3, config.heads, headWidth})
                .permute({1, 2, 0, 3});
        const torch::Tensor scores =
            heads[0].matmul(heads[1].transpose(1, 2)) / std::sqrt(static_cast<double>(headWidth));
        maps.push_back(torch::softmax(scores + bias, -1));
    }
    return maps;
}

} // namespace helicase
