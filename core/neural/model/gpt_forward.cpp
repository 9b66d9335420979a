#include "core/neural/model/gpt_forward.h"

#include "core/base/error.h"
#include "core/base/memory.h"

namespace helicase {

namespace {

// The tensor under either name, int64 [batch, length]; undefined when there is none.
torch::Tensor findIds(const NamedTensors &inputs, const char *published, const char *usual,
                      const std::filesystem::path &file)
{
    auto found = inputs.find(published);
    if (found == inputs.end())
        found = inputs.find(usual);
    if (found == inputs.end())
        return {};
    const torch::Tensor &tensor = found->second;
    if (!torch::isIntegralType(tensor.scalar_type(), /*includeBool=*/false))
        throw InputError("tensor " + found->first + " does not hold whole numbers", {.file = file});
    if (tensor.dim() != 2 || tensor.numel() == 0)
        throw InputError("tensor " + found->first + " has shape " + shapeText(tensor.sizes()) +
                             ", expected [batch, length]",
                         {.file = file});
    return tensor.to(torch::kInt64);
}

void requireTargets(const torch::Tensor &targets, const torch::Tensor &ids, int64_t letters,
                    const std::filesystem::path &file)
{
    if (targets.sizes() != ids.sizes())
        throw InputError("targets have shape " + shapeText(targets.sizes()) +
                             ", expected that of the ids, " + shapeText(ids.sizes()),
                         {.file = file});
    if (targets.min().item<int64_t>() < -1 || targets.max().item<int64_t>() >= letters)
        throw InputError("targets must be -1 or ids below " + std::to_string(letters),
                         {.file = file});
}

// Hidden states and attention of every block, logits, and as much again for gradients.
double bytesOfGptPass(const GptConfig &config, const torch::Tensor &ids)
{
    const double perToken =
        static_cast<double>(config.layers) *
            static_cast<double>(24 * config.width + 2 * config.heads * ids.size(1)) +
        static_cast<double>(4 * config.vocabularySize);
    return sizeof(float) * perToken * static_cast<double>(ids.numel());
}

} // namespace

NamedTensors gptOutputs(Gpt &model, const torch::Tensor &ids, const torch::Tensor &targets)
{
    const PackedBatch batch = packPadded(ids, torch::ones_like(ids));
    const std::vector<int64_t> shape{ids.size(0), ids.size(1), -1};
    const GptOutput output = model->forward(batch, KeepHidden::Yes);
    NamedTensors tensors{{"embedding", output.embedding.view(shape)},
                         {"hidden_after_ln_f", output.last.view(shape)},
                         {"logits", model->logits(output.last).view(shape)}};
    if (targets.defined())
        tensors.emplace("loss", nextTokenLoss(model, output.last, targets.flatten()));
    for (size_t layer = 0; layer < output.layers.size(); ++layer) {
        const torch::Tensor before =
            (layer == 0 ? output.embedding : output.layers[layer - 1]).view(shape);
        torch::Tensor sum = attentionWeights(model, static_cast<int64_t>(layer), before[0]);
        for (int64_t row = 1; row < ids.size(0); ++row)
            sum = sum + attentionWeights(model, static_cast<int64_t>(layer), before[row]);
        const std::string number = std::to_string(layer);
        tensors.emplace("hidden_after_block." + number, output.layers[layer].view(shape));
        tensors.emplace("attn_weights_batch_mean." + number,
                        sum / static_cast<double>(ids.size(0)));
    }
    return tensors;
}

ForwardResult gptForwardPass(Gpt &model, const NamedTensors &inputs,
                             const std::filesystem::path &file, WithGradients gradients)
{
    const torch::Tensor ids = findIds(inputs, "idx", "input_ids", file);
    if (!ids.defined())
        throw InputError("holds no tensor idx or input_ids", {.file = file});
    const torch::Tensor targets = findIds(inputs, "targets", "labels", file);
    if (targets.defined())
        requireTargets(targets, ids, model->config().vocabularySize, file);
    else if (gradients == WithGradients::Yes)
        throw InputError("holds no targets for the loss whose gradients are wanted", {.file = file},
                         "add the tensor targets");
    requireMemory("running " + std::to_string(ids.numel()) + " letters through the model",
                  bytesOfGptPass(model->config(), ids), "give fewer at once");
    const torch::AutoGradMode mode(gradients == WithGradients::Yes);
    const NamedTensors outputs = gptOutputs(model, ids, targets);
    ForwardResult result;
    if (gradients == WithGradients::Yes) {
        outputs.at("loss").backward();
        for (const auto &parameter : model->named_parameters()) {
            result.gradients.emplace(parameter.key(), parameter.value().grad());
            parameter.value().mutable_grad().reset();
        }
    }
    for (const auto &[name, tensor] : outputs)
        result.outputs.emplace(name, tensor.detach());
    return result;
}

} // namespace helicase
