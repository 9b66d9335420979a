// Kind binding: the published head on a frozen character GPT, as DNA-LLM fine-tunes it; ten steps
// of its head on one batch; the published file of such a model, where there is one.
#include "core/base/json_file.h"
#include "core/evaluate/score_metrics.h"
#include "core/neural/model/gpt_binding_model.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/neural/train/adamw.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_tensors.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr int64_t publishedWidth = 384;

PackedBatch batchOf(const torch::Tensor &ids)
{
    const torch::Tensor rows = ids.contiguous();
    std::vector<std::vector<TokenId>> sequences;
    for (int64_t row = 0; row < rows.size(0); ++row) {
        const auto *begin = rows.const_data_ptr<int64_t>() + row * rows.size(1);
        sequences.emplace_back(begin, begin + rows.size(1));
    }
    return pack(sequences);
}

int64_t parametersOf(const torch::nn::Module &module)
{
    int64_t count = 0;
    for (const torch::Tensor &parameter : module.parameters())
        count += parameter.numel();
    return count;
}

GptBindingModel loadModel(const CaseFolder &folder, const nlohmann::json &config)
{
    RandomStream random(1, "weights that are replaced");
    const GptConfig sizes = GptConfig::from(config.at("gpt_config"), folder.file("config.json"));
    GptBindingModel model(Gpt(sizes, random), random,
                          config.at("head").at("hidden_dim").get<int64_t>());
    const std::filesystem::path file = folder.file("model.safetensors");
    NamedTensors weights = readTensors(file);
    weights.erase("gpt.lm_head.weight"); // the table of tokens once more
    NamedTensors named;
    for (const auto &[name, tensor] : weights)
        named.emplace(name.starts_with("gpt.") ? name.substr(4) : "regressor." + name.substr(5),
                      tensor);
    loadState(*model, named, "", file);
    for (torch::Tensor &parameter : model->gpt->parameters())
        parameter.set_requires_grad(false);
    model->eval();
    return model;
}

NamedTensors named(const std::string &prefix, const std::vector<NamedParameter> &parameters,
                   bool isGradient)
{
    NamedTensors tensors;
    for (const NamedParameter &parameter : parameters)
        tensors.emplace(prefix + parameter.name, isGradient ? parameter.tensor.grad().clone()
                                                            : parameter.tensor.detach().clone());
    return tensors;
}

void comparePublishedFile(const std::filesystem::path &file, const GptBindingModel &model,
                          Comparison &comparison)
{
    BindingPredictor published = BindingPredictor::load(file);
    NamedTensors found, expected;
    for (const auto &parameter : published.module().named_parameters())
        if (!parameter.key().starts_with("regressor."))
            found.emplace(parameter.key(), parameter.value().detach());
    for (const auto &parameter : model->named_parameters())
        if (!parameter.key().starts_with("regressor."))
            expected.emplace(parameter.key(), parameter.value().detach());
    comparison.compareAllExactly(found, expected, file.filename().string() + " ");
}

} // namespace

void checkBinding(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    const CaseTensors outputs(folder.file("outputs.safetensors"));
    GptBindingModel model = loadModel(folder, config);
    RandomStream random(1, "published size");
    comparison.require(parametersOf(*BindingHead(publishedWidth, random)) ==
                           config.at("head_params_at_published_size").get<int64_t>(),
                       "another number of parameters");
    if (const auto file = folder.path / "gpt_binding_model_full.pt"; std::filesystem::exists(file))
        comparePublishedFile(file, model, comparison);

    const PackedBatch batch = batchOf(inputs.at("idx"));
    const torch::Tensor measured = inputs.at("scores").contiguous();
    const torch::Tensor hidden = model->gpt->forward(batch).last;
    const torch::Tensor predicted = model(batch);
    const torch::Tensor loss = torch::mse_loss(predicted, measured);
    loss.backward();
    const torch::Tensor flat = predicted.detach().contiguous();
    const auto count = static_cast<size_t>(flat.numel());
    const double r = meanBatchPearson({flat.const_data_ptr<float>(), count},
                                      {measured.const_data_ptr<float>(), count}, flat.numel());
    const std::vector<NamedParameter> head = namedParameters(*model->head, "head.");
    NamedTensors found{{"gpt_hidden", hidden.view(outputs.at("gpt_hidden").sizes())},
                       {"pred", predicted},
                       {"loss", loss},
                       {"pearson_batch", torch::tensor(r, torch::kFloat64)}};
    found.merge(named("grad.", head, true));

    AdamW optimizer({{.parameters = head, .rateScale = 1, .weightDecay = 1e-4}}, {});
    const auto steps = outputs.at("train.losses").size(0);
    std::vector<double> losses;
    for (int64_t step = 0; step < steps; ++step) {
        optimizer.clearGradients();
        const torch::Tensor stepLoss = torch::mse_loss(model(batch), measured);
        losses.push_back(stepLoss.item<double>());
        stepLoss.backward();
        optimizer.step(1e-4);
    }
    found.emplace("train.losses", torch::tensor(losses, torch::kFloat64));
    found.merge(named("train.final.", head, false));
    comparison.compareAll(found, outputs.all());
}

} // namespace helicase
