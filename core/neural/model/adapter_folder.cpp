#include "core/neural/model/adapter_folder.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/neural/model/config_values.h"
#include "core/neural/model/model_folder.h"

#include <array>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr std::string_view keyPrefix = "base_model.model.";

bool belongsToAdapter(const std::string &key)
{
    return key.find(".lora_") != std::string::npos || key.starts_with("classifier.") ||
           key.find("pooler.") != std::string::npos;
}

bool isAdapterWeight(const std::string &key)
{
    return key.find(".lora_") != std::string::npos;
}

nlohmann::json configOf(const LoraSettings &settings, const std::string &baseModel)
{
    return {{"base_model_name_or_path", baseModel},
            {"bias", "none"},
            {"fan_in_fan_out", false},
            {"inference_mode", true},
            {"init_lora_weights", true},
            {"lora_alpha", settings.alpha},
            {"lora_dropout", settings.dropout},
            {"modules_to_save", nullptr},
            {"peft_type", "LORA"},
            {"r", settings.rank},
            {"target_modules", settings.targets},
            {"task_type", "SEQ_CLS"}};
}

// Variants of later versions that compute something else. They are told by a value that is set.
void requirePlain(const nlohmann::json &config, const std::filesystem::path &file)
{
    std::string kind = "LORA";
    std::string bias = "none";
    readText(config, "peft_type", kind, file);
    readText(config, "bias", bias, file);
    if (kind != "LORA")
        throw InputError("is an adapter of the kind " + printable(kind) + ", expected LORA",
                         {.file = file});
    if (bias != "none")
        throw InputError("adapts biases (bias is " + printable(bias) + "), which is not supported",
                         {.file = file});
    for (const char *key : {"fan_in_fan_out", "use_rslora", "use_dora", "rank_pattern",
                            "alpha_pattern", "layers_to_transform", "layers_pattern"}) {
        const nlohmann::json value = config.value(key, nlohmann::json());
        const bool isSet = value.is_boolean() ? value.get<bool>() : !value.empty();
        if (isSet)
            throw InputError(std::string("sets ") + key + ", which is not supported",
                             {.file = file});
    }
}

LoraSettings readSettings(const std::filesystem::path &file)
{
    const nlohmann::json config = readJsonFile(file);
    if (!config.is_object())
        throw InputError("is not a JSON object", {.file = file});
    requirePlain(config, file);
    LoraSettings settings;
    settings.targets.clear();
    readInteger(config, "r", settings.rank, file);
    readNumber(config, "lora_alpha", settings.alpha, file);
    readNumber(config, "lora_dropout", settings.dropout, file);
    readTexts(config, "target_modules", settings.targets, file);
    try {
        settings.check();
    } catch (const Error &error) {
        throw InputError(error.what(), {.file = file}, error.hint());
    }
    return settings;
}

std::filesystem::path findAdapterFile(const std::filesystem::path &folder,
                                      std::span<const char *const> names)
{
    for (const char *name : names)
        if (std::filesystem::is_regular_file(folder / name))
            return folder / name;
    throw InputError(std::string("is no adapter folder: ") + names.back() + " is missing",
                     {.file = folder},
                     "an adapter is a folder with adapter_config.json and adapter_model.bin or "
                     "adapter_model.safetensors");
}

std::filesystem::path configFileOf(const std::filesystem::path &folder)
{
    return findAdapterFile(folder, std::array{"adapter_config.json"});
}

std::filesystem::path weightsFileOf(const std::filesystem::path &folder)
{
    return findAdapterFile(folder, std::array{"adapter_model.safetensors", "adapter_model.bin"});
}

NamedTensors readAdapterTensors(const std::filesystem::path &file)
{
    NamedTensors tensors;
    for (const auto &[name, tensor] : readTensors(file)) {
        if (!name.starts_with(keyPrefix))
            throw InputError("holds the tensor " + nameText(name) + ", expected names that begin " +
                                 "with " + std::string(keyPrefix),
                             {.file = file});
        tensors.emplace(name.substr(keyPrefix.size()), tensor);
    }
    return tensors;
}

// The base model's names of labels where it has as many.
LabelSet adaptedLabels(const ModelFolder &base, const torch::Tensor &classifierWeight)
{
    const int64_t outputs = classifierWeight.dim() == 2 ? classifierWeight.size(0) : 0;
    const auto names = base.config().find("id2label");
    if (names == base.config().end() || std::ssize(*names) != outputs)
        return LabelSet::numbered(outputs);
    return LabelSet::read(base.config(), outputs, base.path() / "config.json");
}

} // namespace

ModelContent adapterContent(const torch::nn::Module &module, const LoraSettings &settings,
                            const std::string &baseModel)
{
    NamedTensors tensors;
    for (const auto &parameter : module.named_parameters())
        if (belongsToAdapter(parameter.key()))
            tensors.emplace(std::string(keyPrefix) + parameter.key(), parameter.value());
    return {.weights = {{"adapter_model.bin", std::move(tensors)}},
            .documents = {{"adapter_config.json", configOf(settings, baseModel)}}};
}

void saveAdapter(const std::filesystem::path &folder, const torch::nn::Module &module,
                 const LoraSettings &settings, const std::string &baseModel)
{
    writeContent(folder, adapterContent(module, settings, baseModel));
}

StoredAdapter::StoredAdapter(const std::filesystem::path &folder)
    : configFile(configFileOf(folder)), weightsFile(weightsFileOf(folder))
{
    settings = readSettings(configFile);
    tensors = readAdapterTensors(weightsFile);
}

void loadAdapter(torch::nn::Module &module, const StoredAdapter &adapter)
{
    RandomStream random(1, "adapter that is loaded");
    try {
        attachLora(module, adapter.settings, random);
    } catch (const Error &error) {
        throw InputError(error.what(), {.file = adapter.configFile}, error.hint());
    }
    loadState(module, adapter.tensors, "", adapter.weightsFile,
              [](const std::string &key) { return !isAdapterWeight(key); });
}

SequenceClassifier loadAdaptedClassifier(const ModelFolder &base, const StoredAdapter &adapter)
{
    if (!base.hasPooler() && !adapter.tensors.contains("bert.pooler.dense.weight"))
        throw InputError("holds no pooler and neither does the model, so that its training cannot "
                         "be reproduced",
                         {.file = adapter.weightsFile},
                         "take the model that was adapted, saved with its pooler");
    RandomStream random(1, "classifier that is loaded");
    const auto weight = adapter.tensors.find("classifier.weight");
    SequenceClassifier model =
        weight == adapter.tensors.end()
            ? loadSequenceClassifier(base, random)
            : SequenceClassifier(base.loadEncoder(random), adaptedLabels(base, weight->second),
                                 random, base.config());
    loadAdapter(*model, adapter);
    model->eval();
    return model;
}

} // namespace helicase
