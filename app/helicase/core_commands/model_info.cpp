// helicase model info MODEL: what a model folder holds, from config.json and the weights.
#include "app/helicase/core_commands/commands.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"
#include "core/dataset/weights_file.h"

#include <nlohmann/json.hpp>

#include <array>
#include <iostream>
#include <set>

namespace helicase {

namespace {

struct ConfigEntry {
    const char *key;
    const char *label;
};

// The sizes that tell one model from another, in the order of the printout.
constexpr std::array configEntries{
    ConfigEntry{"model_type", "type"},
    ConfigEntry{"num_hidden_layers", "layers"},
    ConfigEntry{"hidden_size", "width"},
    ConfigEntry{"num_attention_heads", "heads"},
    ConfigEntry{"intermediate_size", "feed-forward width"},
    ConfigEntry{"vocab_size", "vocabulary"},
};

std::filesystem::path requireConfig(const std::filesystem::path &folder)
{
    if (!std::filesystem::is_directory(folder))
        throw InputError("there is no such folder", {.file = folder},
                         "name a model folder or a checkpoint");
    if (!std::filesystem::exists(folder / "config.json"))
        throw InputError("is no model folder: config.json is missing", {.file = folder},
                         modelFolderHint);
    return folder / "config.json";
}

int64_t elementsOf(const TensorView &tensor)
{
    int64_t count = 1;
    for (const int64_t size : tensor.shape)
        count *= size;
    return count;
}

// The part of a model that a tensor belongs to, whatever prefix its key carries.
const char *partOf(std::string_view name)
{
    if (name.find("embeddings.") != std::string_view::npos)
        return "embeddings";
    if (name.find("encoder.layer.") != std::string_view::npos)
        return "layers";
    return name.find("pooler.") != std::string_view::npos ? "pooler" : "heads";
}

std::string architectureOf(const nlohmann::json &config)
{
    const auto names = config.find("architectures");
    if (names == config.end() || !names->is_array() || names->empty() ||
        !names->front().is_string())
        return "unknown";
    return names->front().get<std::string>();
}

nlohmann::json describe(const std::filesystem::path &folder)
{
    const nlohmann::json config = readJsonFile(requireConfig(folder));
    const std::filesystem::path weights = findWeights(folder);
    if (!config.is_object())
        throw InputError("is not a JSON object", {.file = folder / "config.json"});
    const WeightsFile file(weights);
    nlohmann::json parameters = {
        {"total", 0}, {"embeddings", 0}, {"layers", 0}, {"pooler", 0}, {"heads", 0}};
    nlohmann::json tensors = nlohmann::json::array();
    std::set<std::pair<const std::byte *, size_t>> counted; // tied tensors share their bytes
    for (const auto &[name, tensor] : file.tensors()) {
        const bool isNew = counted.emplace(tensor.bytes.data(), tensor.bytes.size()).second;
        const int64_t count = isNew ? elementsOf(tensor) : 0;
        for (const char *key : {"total", partOf(name)})
            parameters[key] = parameters[key].get<int64_t>() + count;
        tensors.push_back({{"name", name}, {"type", tensor.type}, {"shape", tensor.shape}});
    }
    return {{"model", folder.string()},
            {"architecture", architectureOf(config)},
            {"config", config},
            {"parameters", parameters},
            {"tensors", tensors},
            {"bytes", std::filesystem::file_size(weights)},
            {"digest", sha256OfFile(weights)}};
}

// Text of foreign origin with control characters escaped, without quotes.
std::string valueText(const nlohmann::json &value)
{
    const std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return value.is_string() ? text.substr(1, text.size() - 2) : text;
}

void printText(const nlohmann::json &model)
{
    std::cout << "model\t" << model["model"].get<std::string>() << "\narchitecture\t"
              << valueText(model["architecture"]) << '\n';
    for (const ConfigEntry &entry : configEntries)
        if (const auto value = model["config"].find(entry.key); value != model["config"].end())
            std::cout << entry.label << '\t' << valueText(*value) << '\n';
    for (const char *part : {"total", "embeddings", "layers", "pooler", "heads"})
        std::cout << "parameters " << part << '\t' << model["parameters"][part] << '\n';
    std::cout << "bytes\t" << model["bytes"] << "\nsha256\t" << model["digest"].get<std::string>()
              << '\n';
    for (const nlohmann::json &tensor : model["tensors"])
        std::cout << "tensor\t" << valueText(tensor["name"]) << '\t'
                  << tensor["type"].get<std::string>() << '\t' << tensor["shape"].dump() << '\n';
}

} // namespace

ExitStatus runModelInfo(const CommandLine &line)
{
    if (line.inputs.size() != 1)
        throw OptionError("MODEL",
                          "one model folder is expected (found " +
                              std::to_string(line.inputs.size()) + ")",
                          "helicase model info MODEL");
    const nlohmann::json model = describe(line.inputs.front());
    if (line.options.flag("json"))
        std::cout << model.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    else
        printText(model);
    return ExitStatus::Done;
}

} // namespace helicase
