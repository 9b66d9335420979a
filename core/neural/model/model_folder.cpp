#include "core/neural/model/model_folder.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/dataset/weights_file.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr std::string_view wordKey = "embeddings.word_embeddings.weight";

std::string findEncoderPrefix(const NamedTensors &tensors, const std::filesystem::path &file)
{
    for (const auto &[name, tensor] : tensors)
        if (name.ends_with(wordKey))
            return name.substr(0, name.size() - wordKey.size());
    throw InputError("holds no encoder: tensor " + std::string(wordKey) + " is missing",
                     {.file = file});
}

// Buffers that some writers store beside the parameters.
bool isKnownBuffer(const std::string &name)
{
    return name.ends_with("position_ids") || name.ends_with("token_type_ids");
}

// "a, b, c and 12 more".
std::string listOf(const std::vector<std::string> &names)
{
    constexpr size_t shown = 5;
    std::vector<std::string> first(
        names.begin(), names.begin() + static_cast<long>(std::min(shown, names.size())));
    const std::string text = join(first, ", ");
    return names.size() <= shown ? text
                                 : text + " and " + std::to_string(names.size() - shown) + " more";
}

std::string shapeText(const torch::Tensor &tensor)
{
    std::vector<std::string> sizes;
    for (const int64_t size : tensor.sizes())
        sizes.push_back(std::to_string(size));
    return "[" + join(sizes, ", ") + "]";
}

void requireShape(const std::string &name, const torch::Tensor &found,
                  const torch::Tensor &expected, const std::filesystem::path &file)
{
    if (found.sizes() != expected.sizes())
        throw InputError("tensor " + name + " has shape " + shapeText(found) + ", expected " +
                             shapeText(expected),
                         {.file = file}, "the file and config.json belong to different models");
    if (!found.is_floating_point())
        throw InputError("tensor " + name + " does not hold floating-point numbers",
                         {.file = file});
}

// Entries whose name begins with the prefix, without it.
NamedTensors below(const NamedTensors &tensors, const std::string &prefix)
{
    NamedTensors result;
    for (auto entry = tensors.lower_bound(prefix);
         entry != tensors.end() && entry->first.starts_with(prefix); ++entry)
        result.emplace(entry->first.substr(prefix.size()), entry->second);
    return result;
}

} // namespace

void loadState(torch::nn::Module &module, const NamedTensors &tensors, const std::string &prefix,
               const std::filesystem::path &file,
               const std::function<bool(const std::string &)> &optional)
{
    const torch::NoGradGuard noGradient;
    NamedTensors unused = below(tensors, prefix);
    std::vector<std::string> missing;
    for (const auto &parameter : module.named_parameters()) {
        const auto found = unused.find(parameter.key());
        if (found == unused.end()) {
            if (!optional || !optional(parameter.key()))
                missing.push_back(prefix + parameter.key());
            continue;
        }
        requireShape(prefix + parameter.key(), found->second, parameter.value(), file);
        parameter.value().copy_(found->second);
        unused.erase(found);
    }
    if (!missing.empty())
        throw InputError("lacks tensors of the model: " + listOf(missing), {.file = file},
                         "the file and config.json belong to different models");
    std::vector<std::string> unexpected;
    for (const auto &[name, tensor] : unused)
        if (!isKnownBuffer(name))
            unexpected.push_back(printable(prefix + name));
    if (!unexpected.empty())
        throw InputError("holds tensors that the model does not have: " + listOf(unexpected),
                         {.file = file}, "the file and config.json belong to different models");
}

ModelFolder::ModelFolder(const std::filesystem::path &folder) : folder_(folder)
{
    if (!std::filesystem::is_directory(folder))
        throw InputError("is no folder", {.file = folder}, modelFolderHint);
    const std::filesystem::path configFile = folder / "config.json";
    if (!std::filesystem::is_regular_file(configFile))
        throw InputError("is no model folder: config.json is missing", {.file = folder},
                         modelFolderHint);
    weightsFile_ = findWeights(folder);
    config_ = readJsonFile(configFile);
    encoderConfig_ = EncoderConfig::read(configFile);
    tensors_ = readTensors(weightsFile_);
    encoderPrefix_ = findEncoderPrefix(tensors_, weightsFile_);
}

Encoder ModelFolder::loadEncoder() const
{
    constexpr std::array parts{"embeddings.", "encoder.", "pooler."};
    NamedTensors encoderTensors;
    for (const char *part : parts)
        for (const auto &[name, tensor] : below(tensors_, encoderPrefix_ + part))
            encoderTensors.emplace(encoderPrefix_ + part + name, tensor);
    RandomStream random(1, "pooler of a model without one");
    Encoder encoder(encoderConfig_, random);
    loadState(*encoder, encoderTensors, encoderPrefix_, weightsFile_,
              [](const std::string &key) { return key.starts_with("pooler."); });
    encoder->eval();
    return encoder;
}

void ModelFolder::loadPart(torch::nn::Module &module, const std::string &prefix) const
{
    NamedTensors part = tensors_;
    // Some writers repeat the tied matrix; the encoder has it already.
    part.erase("cls.predictions.decoder.weight");
    loadState(module, part, prefix, weightsFile_);
}

bool ModelFolder::hasPart(const std::string &prefix) const
{
    const auto entry = tensors_.lower_bound(prefix);
    return entry != tensors_.end() && entry->first.starts_with(prefix);
}

void saveModel(const std::filesystem::path &folder, const nlohmann::json &config,
               std::span<const ModelPart> parts)
{
    NamedTensors tensors;
    for (const ModelPart &part : parts)
        for (const auto &parameter : part.module->named_parameters())
            tensors.emplace(part.prefix + parameter.key(), parameter.value());
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        throw DiskError("create folder", folder, failure.value());
    writeTensors(folder / "model.safetensors", tensors, {{"format", "pt"}});
    writeJsonFile(folder / "config.json", config);
}

} // namespace helicase
