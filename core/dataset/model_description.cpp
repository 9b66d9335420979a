#include "core/dataset/model_description.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <tuple>

namespace helicase {

namespace {

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::optional<int64_t> layerOf(std::string_view name)
{
    for (const std::string_view before : {"encoder.layer.", "transformer.h."}) {
        const size_t begin = name.find(before);
        if (begin == std::string_view::npos)
            continue;
        const std::string_view rest = name.substr(begin + before.size());
        return parseInteger(rest.substr(0, rest.find('.')));
    }
    return std::nullopt;
}

TensorPart partOf(std::string_view name)
{
    const bool isOfLayer = layerOf(name).has_value();
    // Of a GPT.
    if (contains(name, ".ln_1.") || contains(name, ".ln_2.") || contains(name, ".ln_f."))
        return TensorPart::Norms;
    if (contains(name, ".wte.") || contains(name, ".wpe."))
        return TensorPart::Embeddings;
    if (isOfLayer || contains(name, "embeddings.")) {
        if (contains(name, "LayerNorm.") || contains(name, "layernorm."))
            return TensorPart::Norms;
        if (!isOfLayer)
            return TensorPart::Embeddings;
        return contains(name, ".attention.") || contains(name, ".attn.") ? TensorPart::Attention
                                                                         : TensorPart::FeedForward;
    }
    return contains(name, "pooler.") ? TensorPart::Pooler : TensorPart::Heads;
}

// Where data come by first. What is not named here stands between, in order of the alphabet.
int64_t placeOf(std::string_view name)
{
    constexpr std::array places{".wte.",
                                ".wpe.",
                                ".ln_1.",
                                ".attn.c_attn.",
                                ".attn.c_proj.",
                                ".ln_2.",
                                ".mlp.c_fc.",
                                ".mlp.c_proj.",
                                "word_embeddings",
                                "token_type_embeddings",
                                "embeddings.LayerNorm",
                                "attention.self.",
                                "attention.output.dense.",
                                "attention.output.LayerNorm.",
                                "mlp.gated_layers",
                                "mlp.wo.",
                                "mlp.layernorm.",
                                "pooler.",
                                "cls.predictions.transform"};
    for (size_t place = 0; place < places.size(); ++place)
        if (contains(name, places[place]))
            return static_cast<int64_t>(place);
    return static_cast<int64_t>(places.size());
}

auto orderOf(const TensorDescription &tensor)
{
    constexpr int64_t beforeLayers = -1;
    constexpr int64_t afterLayers = std::numeric_limits<int64_t>::max();
    const bool isBefore =
        partOf(tensor.name) == TensorPart::Embeddings || contains(tensor.name, "embeddings.");
    // A weight stands before its bias.
    const std::string_view name = tensor.name;
    return std::tuple(tensor.layer.value_or(isBefore ? beforeLayers : afterLayers), placeOf(name),
                      name.substr(0, name.rfind('.')), !name.ends_with(".weight"), name);
}

std::string architectureOf(const nlohmann::json &config)
{
    const auto names = config.find("architectures");
    if (names == config.end() || !names->is_array() || names->empty() ||
        !names->front().is_string())
        return "unknown";
    return names->front().get<std::string>();
}

std::vector<TensorDescription> describeTensors(const WeightsFile &weights)
{
    std::vector<TensorDescription> tensors;
    for (const auto &[name, view] : weights.tensors()) {
        TensorDescription tensor{.name = name, .type = view.type, .shape = view.shape};
        tensor.elements =
            std::accumulate(view.shape.begin(), view.shape.end(), int64_t{1}, std::multiplies());
        tensor.bytes = static_cast<int64_t>(view.bytes.size());
        tensor.part = partOf(name);
        tensor.layer = layerOf(name);
        tensors.push_back(std::move(tensor));
    }
    std::ranges::sort(
        tensors, [](const auto &one, const auto &other) { return orderOf(one) < orderOf(other); });
    std::map<std::pair<const std::byte *, size_t>, std::string> known;
    for (TensorDescription &tensor : tensors) {
        const std::span<const std::byte> bytes = weights.tensors().at(tensor.name).bytes;
        const auto [first, isNew] =
            known.emplace(std::pair(bytes.data(), bytes.size()), tensor.name);
        if (!isNew && !bytes.empty())
            tensor.tiedTo = first->second;
    }
    return tensors;
}

} // namespace

std::string_view nameOf(TensorPart part)
{
    constexpr std::array<std::string_view, tensorParts.size()> names{
        "embeddings", "attention", "feed-forward", "norms", "pooler", "heads"};
    return names[static_cast<size_t>(part)];
}

int64_t ModelDescription::parameters() const
{
    int64_t sum = 0;
    for (const TensorPart part : tensorParts)
        sum += parameters(part);
    return sum;
}

int64_t ModelDescription::parameters(TensorPart part) const
{
    int64_t sum = 0;
    for (const TensorDescription &tensor : tensors)
        if (tensor.part == part && tensor.tiedTo.empty())
            sum += tensor.elements;
    return sum;
}

int64_t ModelDescription::parametersOfLayers() const
{
    int64_t sum = 0;
    for (const TensorDescription &tensor : tensors)
        if (tensor.layer && tensor.tiedTo.empty())
            sum += tensor.elements;
    return sum;
}

std::optional<int64_t> ModelDescription::size(std::string_view key) const
{
    const auto value = config->find(key);
    if (value == config->end() || !value->is_number_integer())
        return std::nullopt;
    return value->get<int64_t>();
}

std::string ModelDescription::precision() const
{
    std::map<std::string, int64_t> elements;
    for (const TensorDescription &tensor : tensors)
        elements[tensor.type] += tensor.elements;
    const auto most =
        std::ranges::max_element(elements, {}, &std::pair<const std::string, int64_t>::second);
    return most == elements.end() ? std::string() : most->first;
}

void requireModelFolder(const std::filesystem::path &folder)
{
    if (!std::filesystem::is_directory(folder))
        throw InputError("there is no such folder", {.file = folder},
                         "name a model folder or a checkpoint");
    if (!std::filesystem::exists(folder / "config.json"))
        throw InputError("is no model folder: config.json is missing", {.file = folder},
                         modelFolderHint);
}

ModelDescription describeModel(const std::filesystem::path &configFile,
                               const std::filesystem::path &weightsFile, const WeightsFile &weights)
{
    nlohmann::json config = readJsonFile(configFile);
    if (!config.is_object())
        throw InputError("is not a JSON object", {.file = configFile});
    ModelDescription model{.folder = configFile.parent_path(), .weights = weightsFile};
    model.weightsBytes = weights.bytes();
    model.architecture = architectureOf(config);
    model.config = std::make_shared<const nlohmann::json>(std::move(config));
    model.tensors = describeTensors(weights);
    return model;
}

} // namespace helicase
