#include "core/neural/model/lora.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/model/adaptable_linear.h"
#include "core/neural/model/weight_init.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace helicase {

namespace {

// What peft keeps trainable in a classification model.
constexpr std::string_view trainablePart = "classifier.";

struct NamedLayer {
    std::string name;
    AdaptableLinearImpl *layer = nullptr;
};

std::vector<NamedLayer> adaptableLayers(const torch::nn::Module &module)
{
    std::vector<NamedLayer> layers;
    for (const auto &entry : module.named_modules({}, /*include_self=*/false))
        if (auto *layer = entry.value()->as<AdaptableLinear>())
            layers.push_back({entry.key(), layer});
    return layers;
}

std::string lastPart(const std::string &name)
{
    return name.substr(name.rfind('.') + 1);
}

bool isNamedBy(const std::string &name, const std::string &target)
{
    return name == target || name.ends_with("." + target);
}

void requireKnown(const std::string &target, const std::vector<NamedLayer> &layers)
{
    std::set<std::string> known;
    for (const NamedLayer &layer : layers) {
        if (isNamedBy(layer.name, target))
            return;
        known.insert(lastPart(layer.name));
    }
    const std::vector<std::string> names(known.begin(), known.end());
    throw Error("the LoRA target " + printable(target) + " names no layer of the model (found " +
                    join(names, ", ") + ")",
                "published targets are Wqkv,dense,gated_layers,wo");
}

LowRankAdapter makeAdapter(const AdaptableLinearImpl &layer, const LoraSettings &settings,
                           const std::shared_ptr<DropoutSource> &dropout,
                           const at::Generator &generator)
{
    const torch::NoGradGuard noGradient;
    LowRankAdapter adapter;
    adapter.down = torch::nn::Linear(
        torch::nn::LinearOptions(layer.weight.size(1), settings.rank).bias(false));
    adapter.up = torch::nn::Linear(
        torch::nn::LinearOptions(settings.rank, layer.weight.size(0)).bias(false));
    drawDefaultWeights(*adapter.down, generator);
    adapter.up->weight.zero_();
    adapter.down->to(layer.weight.device());
    adapter.up->to(layer.weight.device());
    adapter.scale = settings.alpha / static_cast<double>(settings.rank);
    adapter.dropout = dropout;
    return adapter;
}

} // namespace

void LoraSettings::check() const
{
    constexpr int64_t largestRank = 1024;
    if (rank < 1 || rank > largestRank)
        throw Error("the LoRA rank must be between 1 and " + std::to_string(largestRank) +
                    " (found " + std::to_string(rank) + ")");
    if (!std::isfinite(alpha))
        throw Error("the LoRA alpha must be a finite number");
    if (!(dropout >= 0 && dropout < 1))
        throw Error("the LoRA dropout must be at least 0 and below 1 (found " +
                    formatReal(dropout) + ")");
    if (targets.empty())
        throw Error("LoRA needs at least one target layer",
                    "published targets are Wqkv,dense,gated_layers,wo");
}

std::vector<std::string> attachLora(torch::nn::Module &module, const LoraSettings &settings,
                                    RandomStream &random)
{
    settings.check();
    const std::vector<NamedLayer> layers = adaptableLayers(module);
    for (const std::string &target : settings.targets)
        requireKnown(target, layers);
    for (const auto &parameter : module.named_parameters())
        parameter.value().set_requires_grad(parameter.key().starts_with(trainablePart));
    const at::Generator generator = makeGenerator(random);
    const auto dropout = std::make_shared<DropoutSource>(settings.dropout, makeGenerator(random));
    std::vector<std::string> adapted;
    for (const auto &[name, layer] : layers) {
        const auto names = [&](const std::string &target) { return isNamedBy(name, target); };
        if (!std::ranges::any_of(settings.targets, names))
            continue;
        layer->attach(makeAdapter(*layer, settings, dropout, generator));
        adapted.push_back(name);
    }
    return adapted;
}

void setLoraDropoutGenerator(torch::nn::Module &module, const at::Generator &generator)
{
    for (const auto &[name, layer] : adaptableLayers(module))
        if (layer->adapter())
            layer->adapter()->dropout->generator = generator;
}

torch::OrderedDict<std::string, torch::Tensor> trainableParameters(const torch::nn::Module &module)
{
    torch::OrderedDict<std::string, torch::Tensor> trainable;
    for (const auto &parameter : module.named_parameters())
        if (parameter.value().requires_grad())
            trainable.insert(parameter.key(), parameter.value());
    return trainable;
}

void requireNoAdapters(const torch::nn::Module &module)
{
    for (const auto &[name, layer] : adaptableLayers(module))
        if (layer->adapter())
            throw Error("the model carries LoRA adapters, which a model folder cannot hold",
                        "merge them first");
}

void mergeLora(torch::nn::Module &module)
{
    for (const auto &[name, layer] : adaptableLayers(module))
        layer->merge();
    for (torch::Tensor &parameter : module.parameters())
        parameter.set_requires_grad(true);
}

} // namespace helicase
