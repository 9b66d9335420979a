#include "core/neural/model/gpt_config.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/model/config_values.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string>

namespace helicase {

namespace {

constexpr const char *modelType = "gpt";
constexpr const char *argumentsKey = "model_args";
// Small enough that products of two sizes cannot overflow.
constexpr int64_t largestGptSize = 1 << 24;

void requireGptSize(const char *key, int64_t value)
{
    if (value < 1 || value > largestGptSize)
        throw Error(std::string(key) + " must be between 1 and " + std::to_string(largestGptSize) +
                    " (found " + std::to_string(value) + ")");
}

const nlohmann::json &argumentsIn(const nlohmann::json &object)
{
    const auto inner = object.find(argumentsKey);
    return inner != object.end() && inner->is_object() ? *inner : object;
}

} // namespace

void GptConfig::check() const
{
    requireGptSize("vocab_size", vocabularySize);
    requireGptSize("n_layer", layers);
    requireGptSize("n_head", heads);
    requireGptSize("n_embd", width);
    requireGptSize("block_size", context);
    if (width % heads != 0)
        throw Error("n_embd must be divisible by n_head (found " + std::to_string(width) + " and " +
                    std::to_string(heads) + ")");
    if (!(dropout >= 0 && dropout < 1))
        throw Error("dropout must be at least 0 and below 1 (found " + std::to_string(dropout) +
                    ")");
}

GptConfig GptConfig::from(const nlohmann::json &sizes, const std::filesystem::path &file)
{
    if (!sizes.is_object())
        throw InputError("is not a JSON object", {.file = file});
    const nlohmann::json &arguments = argumentsIn(sizes);
    for (const char *key : {"vocab_size", "n_layer", "n_head", "n_embd", "block_size"})
        if (!arguments.contains(key))
            throw InputError(std::string("lacks ") + key, {.file = file},
                             "expected the sizes of a character GPT: vocab_size, n_layer, n_head, "
                             "n_embd, block_size, dropout, bias");
    GptConfig config;
    readInteger(arguments, "vocab_size", config.vocabularySize, file);
    readInteger(arguments, "n_layer", config.layers, file);
    readInteger(arguments, "n_head", config.heads, file);
    readInteger(arguments, "n_embd", config.width, file);
    readInteger(arguments, "block_size", config.context, file);
    readNumber(arguments, "dropout", config.dropout, file);
    if (const nlohmann::json bias = arguments.value("bias", nlohmann::json(false));
        bias.is_boolean())
        config.hasBias = bias.get<bool>();
    else
        throw InputError("bias must be true or false", {.file = file});
    try {
        config.check();
    } catch (const Error &error) {
        throw InputError(error.what(), {.file = file}, error.hint());
    }
    return config;
}

GptConfig GptConfig::read(const std::filesystem::path &file)
{
    return from(readJsonFile(file), file);
}

nlohmann::json GptConfig::modelArguments() const
{
    return {{"n_layer", layers},     {"n_head", heads}, {"n_embd", width},
            {"block_size", context}, {"bias", hasBias}, {"vocab_size", vocabularySize},
            {"dropout", dropout}};
}

nlohmann::json GptConfig::toJson() const
{
    nlohmann::json object = modelArguments();
    object["architectures"] = {"GPT"};
    object["model_type"] = modelType;
    return object;
}

int64_t GptConfig::parameters() const
{
    const int64_t norms = (2 * layers + 1) * width * (hasBias ? 2 : 1);
    const int64_t biasesOfLayer = hasBias ? (3 + 1 + 4 + 1) * width : 0;
    return (vocabularySize + context) * width + layers * (12 * width * width + biasesOfLayer) +
           norms;
}

bool isGptFolder(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / "config.json";
    if (!std::filesystem::is_regular_file(file))
        return false;
    const nlohmann::json object = readJsonFile(file);
    if (!object.is_object())
        return false;
    if (const auto type = object.find("model_type"); type != object.end())
        return *type == modelType;
    const nlohmann::json &arguments = argumentsIn(object);
    return arguments.contains("block_size") && arguments.contains("n_embd");
}

} // namespace helicase
