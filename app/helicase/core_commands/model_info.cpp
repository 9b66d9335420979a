// helicase model info MODEL: what a model folder holds, from config.json and the weights.
#include "app/helicase/core_commands/commands.h"
#include "core/base/error.h"
#include "core/dataset/model_description.h"
#include "core/dataset/tensor_statistics.h"

#include <nlohmann/json.hpp>

#include <array>
#include <iostream>

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

// NaN where there is no number: null in JSON.
nlohmann::json toJson(const TensorStatistics &statistics)
{
    return {{"minimum", statistics.minimum}, {"maximum", statistics.maximum},
            {"mean", statistics.mean},       {"standard_deviation", statistics.standardDeviation},
            {"nan", statistics.nanCount},    {"infinite", statistics.infiniteCount},
            {"zero", statistics.zeroCount}};
}

nlohmann::json describe(const std::filesystem::path &folder, bool withStatistics)
{
    requireModelFolder(folder);
    const std::filesystem::path file = findWeights(folder);
    const WeightsFile weights(file);
    const ModelDescription model = describeModel(folder / "config.json", file, weights);
    const int64_t layers = model.parametersOfLayers();
    const int64_t pooler = model.parameters(TensorPart::Pooler);
    const int64_t heads = model.parameters(TensorPart::Heads);
    nlohmann::json tensors = nlohmann::json::array();
    for (const TensorDescription &tensor : model.tensors) {
        nlohmann::json entry = {
            {"name", tensor.name}, {"type", tensor.type}, {"shape", tensor.shape}};
        if (withStatistics)
            if (const auto statistics = statisticsOf(weights.tensors().at(tensor.name)))
                entry["statistics"] = toJson(*statistics);
        tensors.push_back(std::move(entry));
    }
    nlohmann::json files = nlohmann::json::array();
    for (const std::filesystem::path &part : weights.files())
        files.push_back(part.filename().string());
    const std::string digest = digestOfWeights(file);
    return {{"model", folder.string()},
            {"architecture", model.architecture},
            {"config", *model.config},
            {"parameters",
             {{"total", model.parameters()},
              {"embeddings", model.parameters() - layers - pooler - heads},
              {"layers", layers},
              {"pooler", pooler},
              {"heads", heads}}},
            {"tensors", tensors},
            {"bytes", model.weightsBytes},
            {"files", std::move(files)},
            {"digest", digest}};
}

// Text of foreign origin with control characters escaped, without quotes.
std::string valueText(const nlohmann::json &value)
{
    const std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return value.is_string() ? text.substr(1, text.size() - 2) : text;
}

void printTensor(const nlohmann::json &tensor)
{
    std::cout << "tensor\t" << valueText(tensor["name"]) << '\t'
              << tensor["type"].get<std::string>() << '\t' << tensor["shape"].dump();
    if (const auto statistics = tensor.find("statistics"); statistics != tensor.end())
        for (const char *key : {"minimum", "maximum", "mean", "standard_deviation", "nan"})
            std::cout << '\t' << (*statistics)[key].dump();
    std::cout << '\n';
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
    if (model["files"].size() > 1)
        std::cout << "files\t" << model["files"].size() << '\n';
    std::cout << "bytes\t" << model["bytes"] << "\nsha256\t" << model["digest"].get<std::string>()
              << '\n';
    for (const nlohmann::json &tensor : model["tensors"])
        printTensor(tensor);
}

} // namespace

ExitStatus runModelInfo(const CommandLine &line)
{
    if (line.inputs.size() != 1)
        throw OptionError("MODEL",
                          "one model folder is expected (found " +
                              std::to_string(line.inputs.size()) + ")",
                          "helicase model info MODEL");
    const nlohmann::json model = describe(line.inputs.front(), line.options.flag("statistics"));
    if (line.options.flag("json"))
        std::cout << model.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    else
        printText(model);
    return ExitStatus::Done;
}

} // namespace helicase
