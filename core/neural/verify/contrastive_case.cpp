// Kinds contrastive_losses, contrastive_model, contrastive_mix, training_contrastive and
// training_contrastive_mix: the losses of DNABERT-S and their gradients, its model with the
// contrastive head (con_weights.safetensors and, as published, con_weights.ckpt), the same with
// manifold instance mixup, and steps of its training with a learning rate of the head's own.
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/neural/model/heads.h"
#include "core/neural/model/instance_mix.h"
#include "core/neural/model/losses.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_tensors.h"
#include "core/neural/verify/trajectory.h"

namespace helicase {

namespace {

// The prefixes of the published training program.
const std::string backbonePrefix = "dnabert2.";
const std::string contrastPrefix = "contrast_head.";
constexpr double caseTemperature = 0.05; // of the kinds of one pass, which have no settings
constexpr int64_t gradientLayer = 1;     // of contrastive_mix: whose loss the gradients are of

struct ContrastiveModel {
    Encoder encoder = nullptr;
    ContrastiveHead head = nullptr;
};

ContrastiveModel readModel(const CaseFolder &folder)
{
    const std::filesystem::path headFile = folder.file("con_weights.safetensors");
    const CaseTensors headWeights(headFile);
    ContrastiveModel model;
    model.encoder = ModelFolder(folder.path).loadEncoder();
    RandomStream random(1, "head that is loaded");
    model.head =
        ContrastiveHead(model.encoder->config().width, headWeights.at("2.weight").size(0), random);
    loadState(*model.head, headWeights.all(), "", headFile);
    return model;
}

struct View {
    torch::Tensor hidden; // [pairs, length, width]
    torch::Tensor mean;   // [pairs, width]
    torch::Tensor features;
};

// ids, mask: [pairs, 2, length]; index: which of the two.
View viewOf(ContrastiveModel &model, const torch::Tensor &ids, const torch::Tensor &mask,
            int64_t index)
{
    const torch::Tensor viewMask = mask.select(1, index);
    const PackedBatch batch = packPadded(ids.select(1, index), viewMask);
    const torch::Tensor last = model.encoder->forward(batch).last;
    const torch::Tensor mean = meanPool(last, batch);
    return {unpack(last, viewMask), mean, model.head(mean)};
}

// The first view, mixed as recorded after some layers.
struct MixedView {
    View view;
    torch::Tensor mask; // [pairs, length]
};

// ids, mask: [pairs, 2, length]; partner, share: [pairs].
MixedView mixedViewOf(ContrastiveModel &model, const torch::Tensor &ids, const torch::Tensor &mask,
                      int64_t layer, const torch::Tensor &partner, const torch::Tensor &share)
{
    InstanceMix mix{.layer = layer};
    for (int64_t i = 0; i < partner.size(0); ++i) {
        mix.own.push_back(i);
        mix.partner.push_back(partner[i].item<int64_t>());
        mix.share.push_back(share[i].item<float>());
    }
    const MixedOutput output =
        forwardMixed(model.encoder, packPadded(ids.select(1, 0), mask.select(1, 0)), mix);
    torch::Tensor common = torch::zeros_like(mask.select(1, 0));
    const std::vector<int64_t> lengths = output.batch.lengths();
    const torch::Tensor rows =
        torch::repeat_interleave(torch::arange(partner.size(0)), torch::tensor(lengths));
    common.index_put_({rows, output.batch.positions.to(torch::kInt64)}, 1);
    const torch::Tensor mean = meanPool(output.last, output.batch);
    return {{unpack(output.last, common), mean, model.head(mean)}, common};
}

std::vector<NamedParameter> parametersOf(const ContrastiveModel &model)
{
    std::vector<NamedParameter> all = namedParameters(*model.encoder, backbonePrefix);
    std::ranges::copy(namedParameters(*model.head, contrastPrefix), std::back_inserter(all));
    return all;
}

// The published numbers have a zero where the loss does not reach.
NamedTensors gradientsOf(const std::vector<NamedParameter> &parameters)
{
    NamedTensors gradients;
    for (const NamedParameter &parameter : parameters)
        gradients.emplace(parameter.name, parameter.tensor.grad().defined()
                                              ? parameter.tensor.grad()
                                              : torch::zeros_like(parameter.tensor));
    return gradients;
}

} // namespace

void checkContrastiveLosses(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    NamedTensors found;
    for (const nlohmann::json &settings : readJsonFile(folder.file("cases.json"))) {
        const std::string prefix = settings.at("case").get<std::string>() + ".";
        const double temperature = settings.at("temperature");
        const auto input = [&](const char *name) { return inputs.at(prefix + name); };
        for (const std::string kind : {"hard", "imix"}) {
            const torch::Tensor first = input("features_1").clone().requires_grad_();
            const torch::Tensor second = input("features_2").clone().requires_grad_();
            const torch::Tensor loss =
                kind == "hard"
                    ? weightedContrastiveLoss(first, second, temperature, input("pairsimi"))
                    : mixedContrastiveLoss(first, second, input("permutation"), input("lambda"),
                                           temperature);
            loss.backward();
            found.emplace(prefix + kind + "_loss", loss);
            found.emplace(prefix + kind + "_grad_1", first.grad());
            found.emplace(prefix + kind + "_grad_2", second.grad());
        }
    }
    comparison.compareAll(found, readTensors(folder.file("outputs.safetensors")));
    comparison.compareAll(found, readTensors(folder.file("outputs_f64.safetensors")), "float64 ");
}

void checkContrastiveModel(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    ContrastiveModel model = readModel(folder);
    const auto view = [&](int64_t index) {
        return viewOf(model, inputs.at("input_ids"), inputs.at("attention_mask"), index);
    };
    const View first = view(0), second = view(1);
    const torch::Tensor loss =
        weightedContrastiveLoss(first.features, second.features, caseTemperature);
    loss.backward();
    comparison.compareAll({{"last_hidden_state_view1", first.hidden},
                           {"embedding_view1", first.mean},
                           {"mean_1", first.mean},
                           {"mean_2", second.mean},
                           {"features_1", first.features},
                           {"features_2", second.features},
                           {"hard_loss", loss}},
                          readTensors(folder.file("outputs.safetensors")));
    comparison.compareAll(gradientsOf(parametersOf(model)),
                          readTensors(folder.file("grads.safetensors")), "gradient ");
    comparison.compareAllExactly(readTensors(folder.file("con_weights.ckpt")),
                                 readTensors(folder.file("con_weights.safetensors")),
                                 "con_weights.ckpt ");
}

void checkContrastiveMix(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    ContrastiveModel model = readModel(folder);
    NamedTensors found;
    for (const auto &[name, partner] : inputs.all()) {
        const size_t end = name.find(".permutation");
        if (!name.starts_with('k') || end == std::string::npos)
            continue;
        const std::string prefix = name.substr(0, end + 1);
        const int64_t layer = parseInteger(name.substr(1, end - 1)).value_or(-1);
        const torch::Tensor &share = inputs.at(prefix + "lambda");
        const torch::Tensor &ids = inputs.at("input_ids"), &mask = inputs.at("attention_mask");
        const MixedView first = mixedViewOf(model, ids, mask, layer, partner, share);
        const View second = viewOf(model, ids, mask, 1);
        const torch::Tensor loss = mixedContrastiveLoss(first.view.features, second.features,
                                                        partner, share, caseTemperature);
        if (layer == gradientLayer)
            loss.backward();
        found.insert({{prefix + "mixed_last_hidden_state", first.view.hidden},
                      {prefix + "intersected_mask", first.mask},
                      {prefix + "mean_1", first.view.mean},
                      {prefix + "mean_2", second.mean},
                      {prefix + "features_1", first.view.features},
                      {prefix + "features_2", second.features},
                      {prefix + "imix_loss", loss}});
    }
    comparison.compareAll(found, readTensors(folder.file("outputs.safetensors")));
    comparison.compareAll(gradientsOf(parametersOf(model)),
                          readTensors(folder.file("grads.safetensors")), "gradient ");
    comparison.compareAllExactly(readTensors(folder.file("con_weights.ckpt")),
                                 readTensors(folder.file("con_weights.safetensors")),
                                 "con_weights.ckpt ");
}

namespace {

// The loss of a step of the recorded training.
using ContrastiveStepLoss =
    std::function<torch::Tensor(ContrastiveModel &, const CaseTensors &, int64_t step)>;

void checkContrastiveSteps(const CaseFolder &folder, const nlohmann::json &settings,
                           const ContrastiveStepLoss &stepLoss, Comparison &comparison)
{
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    ContrastiveModel model = readModel(folder);
    model.encoder->train();
    ParameterGroup backbone{.parameters = namedParameters(*model.encoder, backbonePrefix)};
    ParameterGroup head{.parameters = namedParameters(*model.head, contrastPrefix)};
    head.rateScale = settings.at("lr_scale");
    AdamW optimizer({backbone, head}, adamSettings(settings));
    const double rate = settings.at("lr");
    const auto loss = [&](int64_t step) { return stepLoss(model, inputs, step); };
    const TrajectoryCurves curves =
        run({.optimizer = optimizer, .rate = [=](int64_t) { return rate; }, .loss = loss},
            stepsOf(folder, settings));
    compareTrajectory(folder, curves, parametersOf(model), comparison);
}

} // namespace

void checkTrainingContrastive(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json settings = readJsonFile(folder.file("settings.json"));
    const double temperature = settings.at("temperature");
    const auto loss = [=](ContrastiveModel &model, const CaseTensors &inputs, int64_t step) {
        const auto view = [&](int64_t index) {
            return viewOf(model, inputs.at("input_ids")[step], inputs.at("attention_mask")[step],
                          index)
                .features;
        };
        return weightedContrastiveLoss(view(0), view(1), temperature);
    };
    checkContrastiveSteps(folder, settings, loss, comparison);
}

void checkTrainingContrastiveMix(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json settings = readJsonFile(folder.file("settings.json"));
    const double temperature = settings.at("temperature");
    const auto loss = [&](ContrastiveModel &model, const CaseTensors &inputs, int64_t step) {
        const torch::Tensor ids = inputs.at("input_ids")[step];
        const torch::Tensor mask = inputs.at("attention_mask")[step];
        const torch::Tensor partner = inputs.at("permutation")[step];
        const torch::Tensor share = inputs.at("lambda")[step];
        const int64_t layer = inputs.at("mix_layer")[step].item<int64_t>();
        const MixedView first = mixedViewOf(model, ids, mask, layer, partner, share);
        return mixedContrastiveLoss(first.view.features, viewOf(model, ids, mask, 1).features,
                                    partner, share, temperature);
    };
    checkContrastiveSteps(folder, settings, loss, comparison);
}

} // namespace helicase
